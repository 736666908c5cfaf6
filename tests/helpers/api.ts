import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import { createKey, type Scope } from '#accounts/api_keys'
import type User from '#accounts/models/user'
import { apiRoutes, openApiDocument } from '#api/openapi'

type Sent = { key?: string; json?: unknown; form?: FormData; headers?: Record<string, string> }

/** A key of this person with these scopes. */
export async function keyOf(user: User, ...scopes: Scope[]) {
  const { value } = await createKey(user, { name: 'a test', scopes, days: 1 }, { by: user })
  return value
}

/**
 * A program that calls the API. Every answer is held against the OpenAPI document; one
 * that is not as the document says throws.
 */
export async function call(method: string, path: string, { key, json, form, headers }: Sent = {}) {
  const response = await fetch(`http://${process.env.HOST}:${process.env.PORT}${path}`, {
    method,
    redirect: 'manual',
    headers: {
      ...(key && { Authorization: `Bearer ${key}` }),
      ...(json !== undefined && { 'Content-Type': 'application/json' }),
      ...headers,
    },
    body: form ?? (json === undefined ? undefined : JSON.stringify(json)),
  })
  const text = await response.text()
  const type = response.headers.get('content-type') ?? ''
  const body = /json/.test(type) && !/jsonl/.test(type) ? JSON.parse(text) : text
  refuseUnlessDescribed(method, path, { status: response.status, type, body })
  return { status: response.status, headers: response.headers, body, text }
}

interface Answer {
  status: number
  type: string
  body: unknown
}

function refuseUnlessDescribed(method: string, path: string, { status, type, body }: Answer) {
  if (status >= 400) {
    if (!type.startsWith('application/problem+json'))
      throw new Error(`${path}: ${status} is ${type}`)
    return hold(schemas().problem, body, `${method} ${path} ${status}`)
  }
  const route = routeOf(method, path)
  if (!route || status === 304 || status === 204) return
  const { answer, status: expected = 200 } = route.operation
  if (status !== expected) throw new Error(`${method} ${path}: ${status}, not ${expected}`)
  if (typeof answer === 'string') {
    if (answer !== '*/*' && !type.startsWith(answer))
      throw new Error(`${method} ${path}: ${type}, not ${answer}`)
  } else if (answer) hold(schemas().of(route.name), body, `${method} ${path}`)
}

function hold(validate: ValidateFunction, body: unknown, what: string) {
  if (validate(body)) return
  throw new Error(`${what} is not as the document says: ${JSON.stringify(validate.errors)}`)
}

function routeOf(method: string, path: string) {
  const [bare] = path.split('?')
  return apiRoutes().find((route) => {
    const pattern = new RegExp(
      `^${route.path.replace(/\{(?:id|\w+_id)\}/g, '\\d+').replace(/\{\w+\}/g, '[^/]+')}$`
    )
    return route.method === method && pattern.test(bare)
  })
}

let compiled: ReturnType<typeof compile> | undefined
const schemas = () => (compiled ??= compile())

function compile() {
  const ajv = new Ajv2020({ strict: false, validateFormats: false })
  const { components } = openApiDocument()
  const validators = new Map<string, ValidateFunction>()
  for (const { name, operation } of apiRoutes()) {
    if (operation.answer && typeof operation.answer === 'object') {
      validators.set(name, ajv.compile({ ...operation.answer, components }))
    }
  }
  return {
    problem: ajv.compile(components.schemas.Problem),
    of: (name: string) => validators.get(name)!,
  }
}
