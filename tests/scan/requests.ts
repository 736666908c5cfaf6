import type { Page } from 'playwright'
import { openApiDocument } from '#api/openapi'

/** One way to ask for something, with the parameters it takes and values that fit them. */
export interface ScanRequest {
  method: string
  /** With its query. */
  path: string
  body?: string
  type?: string
  /** Of the API; pages have the cookie. */
  key?: string
}

const mostPages = 250

/**
 * What links and forms lead to, one for each shape of address and set of fields: a number more or
 * less is the same page. Forms are filled in as they stand.
 */
export async function pageRequests(page: Page, origin: string, begin: string[]) {
  const found = new Map<string, ScanRequest>()
  const waiting = [...begin]
  const visited = new Set<string>()
  while (waiting.length && visited.size < mostPages) {
    const path = waiting.shift()!
    const shape = shapeOf({ method: 'GET', path })
    if (visited.has(shape)) continue
    visited.add(shape)
    const answer = await page.goto(origin + path).catch(() => null)
    if (!answer?.headers()['content-type']?.includes('html')) continue
    found.set(shape, { method: 'GET', path })
    for (const request of await leadsOf(page)) {
      found.set(shapeOf(request), request)
      if (request.method === 'GET') waiting.push(request.path)
    }
  }
  return [...found.values()]
}

const shapeOf = ({ method, path, body }: ScanRequest) => {
  const [address, query] = path.split('?')
  const names = [...new URLSearchParams(query).keys(), ...new URLSearchParams(body).keys()]
  return [method, address.replaceAll(/\d+/g, 'N'), ...new Set(names)].join(' ')
}

/** The links, forms and what htmx would ask for, of the page as it is. */
const leadsOf = (page: Page) => page.evaluate<ScanRequest[]>(findLeads)

/** Run in the browser, which knows what a form would send. */
const findLeads = `(() => {
  const type = 'application/x-www-form-urlencoded'
  const local = (address) => {
    const { origin, pathname, search } = new URL(address, location.href)
    return origin === location.origin ? pathname + search : null
  }
  const asked = [...document.querySelectorAll('[hx-get]')].map((each) => each.getAttribute('hx-get'))
  const links = [...document.links].map((link) => link.href)
  const forms = [...document.forms].map((form) => {
    const fields = [...new FormData(form)].map(([name, value]) => [name, String(value)])
    const body = new URLSearchParams(fields).toString()
    const path = local(form.getAttribute('action') ?? '')
    if (form.method !== 'get') return { method: 'POST', path, body, type }
    return { method: 'GET', path: path && path.split('?')[0] + '?' + body }
  })
  const leads = [...links, ...asked].map((address) => ({ method: 'GET', path: local(address) }))
  return [...leads, ...forms].filter(({ path }) => path)
})()`

/** Every operation of the API, as its document describes it. */
export function apiRequests(key: string): ScanRequest[] {
  return Object.entries(openApiDocument().paths).flatMap(([pattern, operations]) =>
    Object.entries(operations).map(([method, { parameters, requestBody }]: [string, any]) => {
      const path = pattern.replaceAll(/\{\w+\}/g, '1')
      const query = parameters.filter((each: any) => each.in === 'query')
      const values = query.map((each: any) => [each.name, String(exampleOf(each.schema))])
      const schema = requestBody?.content['application/json']?.schema
      return {
        method: method.toUpperCase(),
        path: values.length ? `${path}?${new URLSearchParams(values)}` : path,
        ...(schema && { body: JSON.stringify(exampleOf(schema)), type: 'application/json' }),
        key,
      }
    })
  )
}

/** A value that fits a schema, without much thought. */
function exampleOf(schema: any): unknown {
  if (schema.enum) return schema.enum[0]
  const [choice] = schema.anyOf ?? schema.oneOf ?? []
  if (choice) return exampleOf(choice)
  const type = [schema.type].flat()[0]
  if (type === 'object') {
    const properties = Object.entries(schema.properties ?? {})
    return Object.fromEntries(properties.map(([name, each]) => [name, exampleOf(each)]))
  }
  if (type === 'array') return [exampleOf(schema.items ?? {})]
  if (type === 'integer' || type === 'number') return schema.minimum ?? 1
  return type === 'boolean' ? true : 'fox'
}
