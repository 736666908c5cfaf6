import type { JsonSchema } from '#api/operation'

/** Shapes of answers, in JSON Schema 2020-12. Every property is always there; what may be empty is null. */

export const text = { type: 'string' }
export const integer = { type: 'integer' }
export const number = { type: 'number' }
export const flag = { type: 'boolean' }
export const time = { type: 'string', format: 'date-time' }
export const anything = {}

export const orNull = (schema: { type: string }) => ({ ...schema, type: [schema.type, 'null'] })

export const list = (items: JsonSchema) => ({ type: 'array', items })

export function object(properties: Record<string, JsonSchema>): JsonSchema {
  return {
    type: 'object',
    properties,
    required: Object.keys(properties),
    additionalProperties: false,
  }
}

/** A schema under a name of its own in the document. */
export const named = (name: string) => ({ $ref: `#/components/schemas/${name}` })

/** A page of a list: `next` is the `cursor` of the page after; counting stops somewhere, and then says so. */
export const page = (items: JsonSchema) =>
  object({ items: list(items), total: integer, total_is_capped: flag, next: orNull(text) })

export const problemSchema = {
  type: 'object',
  properties: {
    type: text,
    title: text,
    status: integer,
    detail: text,
    errors: list(object({ field: text, message: text, rule: text })),
  },
  required: ['type', 'title', 'status', 'detail'],
  additionalProperties: false,
}
