import router from '@adonisjs/core/services/router'
import { operationOf } from '#api/operations/all'
import { text, integer, problemSchema } from '#api/schemas'
import type { JsonSchema, Operation } from '#api/operation'

export interface ApiRoute {
  method: string
  path: string
  name: string
  operation: Operation
}

/** The routes of the API, as they are registered. */
export function apiRoutes(): ApiRoute[] {
  return Object.values(router.toJSON())
    .flat()
    .flatMap(({ name, pattern, methods }) => {
      const operation = operationOf(name)
      const method = methods.find((each) => each !== 'HEAD')!
      const path = pattern.replace(/:(\w+)/g, '{$1}')
      return operation && name ? [{ method, path, name, operation }] : []
    })
}

/** The OpenAPI 3.1 document, made from the routes, their validators and the schemas of their answers. */
export function openApiDocument() {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const route of apiRoutes()) {
    paths[route.path] ??= {}
    paths[route.path][route.method.toLowerCase()] = describe(route)
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Atelier',
      version: '1',
      description:
        'Bearer keys only: make one under Your account. What a key may is said by its scopes, and never more than its person may.',
    },
    servers: [{ url: '/' }],
    security: [{ key: [] }],
    paths,
    components: {
      securitySchemes: { key: { type: 'http', scheme: 'bearer' } },
      schemas: { Problem: problemSchema },
      responses: { Problem: problemResponse },
    },
  }
}

const problemResponse = {
  description: 'What stands against it',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
}

function describe({ method, path, name, operation }: ApiRoute) {
  const creates = method === 'POST'
  return {
    operationId: name.replace(/^api\./, ''),
    tags: [name.split('.')[1]],
    summary: operation.summary,
    description: `Needs the scope \`${operation.scope}\`.`,
    parameters: [
      ...[...path.matchAll(/\{(\w+)\}/g)].map(([, each]) => pathParameter(each)),
      ...queryParameters(operation),
      ...(creates
        ? [header('Idempotency-Key', 'Sent again, it is answered again and not done again')]
        : []),
      ...(method === 'PUT' ? [header('If-Match', 'The ETag of what you read')] : []),
    ],
    ...(operation.body || operation.files ? { requestBody: requestBody(operation) } : {}),
    responses: {
      [operation.status ?? 200]: answerOf(operation),
      default: { $ref: '#/components/responses/Problem' },
    },
  }
}

function pathParameter(name: string) {
  const schema = name === 'id' || name.endsWith('_id') ? integer : text
  return { name, in: 'path', required: true, schema }
}

function queryParameters({ query }: Operation) {
  const schema = query?.toJSONSchema() as JsonSchema | undefined
  const given = Object.entries((schema?.properties ?? {}) as object)
  return given
    .filter(([name]) => name !== 'params')
    .map(([name, each]) => {
      const required = ((schema!.required as string[] | undefined) ?? []).includes(name)
      const style = each.type === 'array' ? { style: 'form', explode: false } : {}
      return { name, in: 'query', required, schema: each, ...style }
    })
}

function header(name: string, description: string) {
  return { name, in: 'header', required: false, description, schema: text }
}

function requestBody({ body, files }: Operation) {
  const schema = (body?.toJSONSchema() ?? { type: 'object', properties: {} }) as JsonSchema
  if (!files) return { required: true, content: { 'application/json': { schema } } }
  const file = { type: 'array', items: { type: 'string', format: 'binary' } }
  const properties = { ...(schema.properties as object), [files]: file }
  return {
    required: true,
    content: { 'multipart/form-data': { schema: { ...schema, properties } } },
  }
}

function answerOf({ answer, summary }: Operation) {
  if (answer === null) return { description: summary }
  if (typeof answer === 'string') return { description: summary, content: { [answer]: {} } }
  return { description: summary, content: { 'application/json': { schema: answer } } }
}
