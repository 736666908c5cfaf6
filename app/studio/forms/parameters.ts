import { flattener, isObject, type Schema } from '#studio/forms/json_schema'
import { isInView, labelOf, roleOf } from '#studio/forms/naming'
import { typeOf, type Field } from '#studio/forms/types'
import type { Json, ParameterSpec } from '#studio/providers/shapes'

const longestHelp = 1000

/**
 * The form made from the schema of a model's input: JSON Schema, OpenAPI 3.0 and 3.1, Cog. Its
 * `$ref`s are looked up in the schema itself (see `excerptOf`). What it cannot draw becomes a
 * field for JSON, so that nothing a model takes is out of reach. `orderHint` names parameters
 * that come first, in that order.
 */
export function parametersOf(
  schema: Json,
  { orderHint = [] }: { orderHint?: string[] } = {}
): ParameterSpec[] {
  if (!isObject(schema)) return []
  const flatten = flattener(schema)
  const input = flatten(schema)
  if (!isObject(input.properties)) return []
  const required = new Set(Array.isArray(input.required) ? input.required : [])
  const fields = Object.entries(input.properties).map(([name, property]) => ({
    name,
    required: required.has(name),
    field: withoutNull(flatten(property), flatten),
  }))
  const hint = orderHint.length ? orderHint : input['x-fal-order-properties']
  return withRoles(inOrder(fields, Array.isArray(hint) ? hint : []).map(parameterOf))
}

interface NamedField {
  name: string
  required: boolean
  field: Field
}

function withoutNull(schema: Schema, flatten: (schema: Json) => Schema): Field {
  const { anyOf, oneOf, nullable, ...own } = schema
  const alternatives = [anyOf, oneOf].find(Array.isArray)?.map(flatten) ?? []
  const variants = alternatives.filter((variant) => variant.type !== 'null')
  const types = Array.isArray(own.type) ? own.type.filter((type) => type !== 'null') : null
  const only = variants.length === 1 ? variants[0] : {}
  const items = isObject(own.items ?? only.items) && { items: flatten(own.items ?? only.items) }
  return {
    schema: { ...only, ...own, ...(types && oneType(types)), ...items },
    variants: variants.length > 1 ? variants : [],
    nullable:
      nullable === true ||
      variants.length < alternatives.length ||
      (Array.isArray(own.type) && own.type.includes('null')),
  }
}

function oneType(types: Json[]): Schema {
  if (types.length === 1) return { type: types[0] }
  return { type: types.every((type) => type === 'integer' || type === 'number') ? 'number' : '' }
}

function inOrder(fields: NamedField[], hint: Json[]) {
  const asked = ({ name, field }: NamedField) => {
    const place = hint.indexOf(name)
    if (place !== -1) return place
    const order = field.schema['x-order']
    return hint.length + (typeof order === 'number' ? order : fields.length)
  }
  const unordered = !hint.length && fields.every(({ field }) => !('x-order' in field.schema))
  if (unordered) return fields.toSorted((one, other) => +other.required - +one.required)
  return fields.toSorted((one, other) => asked(one) - asked(other))
}

function parameterOf({ name, required, field }: NamedField): ParameterSpec {
  const { schema } = field
  const { type, ...bounds } = typeOf(name, field)
  const fixed = schema.const ?? onlyChoice(required, schema)
  const secret = schema.format === 'password' || schema['x-cog-secret'] === true
  const role = roleOf(name)
  return {
    name,
    label: typeof schema.title === 'string' ? schema.title : labelOf(name),
    ...(typeof schema.description === 'string' && {
      help: schema.description.slice(0, longestHelp).trim(),
    }),
    type,
    required,
    nullable: field.nullable,
    ...(schema.default !== undefined && schema.default !== null && { default: schema.default }),
    ...bounds,
    group:
      secret || fixed !== undefined
        ? 'hidden'
        : required || role || isInView(name)
          ? 'main'
          : 'advanced',
    varyable: !secret && isVaryable(type) && role !== 'count',
    ...(role && { role }),
    ...(fixed !== undefined && { default: fixed }),
  }
}

/** Prompts, numbers, choices: what may hold a template; each picture has a seed by a rule of its own. */
export function isVaryable(type: ParameterSpec['type']) {
  return ['text', 'longtext', 'integer', 'number', 'boolean', 'enum'].includes(type)
}

/** What has to be said and leaves no choice is sent without asking. */
function onlyChoice(required: boolean, schema: Schema) {
  return required && Array.isArray(schema.enum) && schema.enum.length === 1
    ? schema.enum[0]
    : undefined
}

/** Each role once, for the first that has a claim to it. */
export function withRoles(parameters: ParameterSpec[]) {
  const taken = new Set<string>()
  return parameters.map(({ role, ...parameter }) => {
    if (!role || taken.has(role)) return parameter
    taken.add(role)
    return { ...parameter, role }
  })
}
