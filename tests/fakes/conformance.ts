import { readFileSync } from 'node:fs'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import type { HttpAnswer, HttpRequest, ProviderHttp } from '#studio/providers/contract'

export interface Exchange {
  request: HttpRequest
  answer: HttpAnswer
}

/** Passes everything on, and remembers what was sent and answered. */
export function recording(http: ProviderHttp) {
  const exchanges: Exchange[] = []
  const noted = (send: ProviderHttp['read']) => async (request: HttpRequest) => {
    const answer = await send(request)
    exchanges.push({ request, answer })
    return answer
  }
  const { read, submit, listen } = http
  return { exchanges, http: { read: noted(read), submit: noted(submit), listen } }
}

interface Operation {
  pattern: RegExp
  pointer: string
  operation: any
}

/** A provider's official OpenAPI document, asked whether requests and answers are as it says. */
export class ApiDocument {
  readonly #ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true })
  readonly #operations: Operation[]
  readonly #validators = new Map<string, ValidateFunction>()

  /** `change` repairs what the document itself gets wrong; each repair says why where it is made. */
  constructor(path: string, change: (document: any) => void = () => {}) {
    const document = JSON.parse(readFileSync(path, 'utf8'))
    change(document)
    decide(document)
    this.#ajv.addSchema(document, 'document')
    this.#operations = Object.entries<any>(document.paths).flatMap(([template, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({
        pattern: patternOf(method, template),
        pointer: `document#/paths/${escaped(template)}/${method}`,
        operation,
      }))
    )
  }

  /** Null where the document has no such operation. */
  violations({ method, json }: HttpRequest, path: string, answer: HttpAnswer): string[] | null {
    const found = this.#operations.find(({ pattern }) => pattern.test(`${method} ${path}`))
    if (!found) return null
    const { pointer, operation } = found
    const status = operation.responses[answer.status] ? answer.status : answer.status < 300 && '200'
    const documented = status && operation.responses[status]
    return [
      ...(json === undefined
        ? []
        : this.#wrong(`${pointer}/requestBody`, operation.requestBody, json)),
      ...(documented ? this.#wrong(`${pointer}/responses/${status}`, documented, answer.json) : []),
    ].map((violation) => `${method} ${path}: ${violation}`)
  }

  #wrong(pointer: string, body: any, value: unknown): string[] {
    const type = Object.keys(body?.content ?? {}).find((each) => /json/.test(each))
    if (!type) return []
    const validate = this.#validatorOf(`${pointer}/content/${escaped(type)}/schema`)
    if (validate(value)) return []
    return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`)
  }

  #validatorOf(pointer: string) {
    const known = this.#validators.get(pointer) ?? this.#ajv.compile({ $ref: pointer })
    this.#validators.set(pointer, known)
    return known
  }
}

/** A choice among schemas that names the deciding property is made by it, so that what is wrong is told of one. */
function decide(value: any): void {
  if (value === null || typeof value !== 'object') return
  for (const each of Object.values(value)) decide(each)
  const { mapping, propertyName } = value.discriminator ?? {}
  if (!mapping || !value.oneOf) return
  delete value.oneOf
  value.required = [propertyName]
  value.properties = { [propertyName]: { enum: Object.keys(mapping) } }
  value.allOf = Object.entries(mapping).map(([name, $ref]) => ({
    if: { properties: { [propertyName]: { const: name } } },
    then: { $ref },
  }))
}

function patternOf(method: string, template: string) {
  const path = template.replace(/[.*+?()[\]^$]/g, '\\$&').replace(/\{[^}]+\}/g, '[^/]+')
  return new RegExp(`^${method.toUpperCase()} ${path}$`)
}

function escaped(segment: string) {
  return encodeURIComponent(segment.replaceAll('~', '~0').replaceAll('/', '~1'))
}
