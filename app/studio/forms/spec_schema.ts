import type { Schema } from '#studio/forms/json_schema'
import type { Json, ParameterSpec } from '#studio/providers/shapes'

const bounds = ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'] as const
const lengths = ['minLength', 'maxLength', 'minItems', 'maxItems'] as const

/** A form as JSON Schema: the rules of parameters that no document publishes. */
export function schemaOf(specs: ParameterSpec[]): Schema {
  return {
    type: 'object',
    properties: Object.fromEntries(specs.map((spec) => [spec.name, propertyOf(spec)])),
    required: specs.filter(({ required }) => required).map(({ name }) => name),
  }
}

function propertyOf(spec: ParameterSpec): Schema {
  const rules = spec.nullable ? { anyOf: [{ type: 'null' }, rulesOf(spec)] } : rulesOf(spec)
  return spec.default === undefined ? rules : { ...rules, default: spec.default }
}

function rulesOf(spec: ParameterSpec): Schema {
  switch (spec.type) {
    case 'integer':
    case 'seed':
      return { type: 'integer', ...rulesIn(spec, bounds) }
    case 'number':
      return { type: 'number', ...rulesIn(spec, bounds) }
    case 'boolean':
      return { type: 'boolean' }
    case 'enum':
      return { enum: (spec.options ?? []).map(({ value }) => value) }
    case 'size':
      return sizeRules(spec)
    case 'files':
      return { type: 'array', items: { type: 'string' }, ...rulesIn(spec, lengths) }
    case 'json':
      return {}
    default:
      return { type: 'string', ...rulesIn(spec, lengths) }
  }
}

function sizeRules(spec: ParameterSpec): Schema {
  const side = { type: 'integer', ...rulesIn(spec, bounds) }
  const area = { type: 'object', properties: { width: side, height: side } }
  return { if: { type: 'object' }, then: area }
}

function rulesIn(spec: ParameterSpec, keys: readonly (keyof ParameterSpec)[]) {
  return Object.fromEntries(
    keys.flatMap((key) => (spec[key] === undefined ? [] : [[key, spec[key] as Json]]))
  )
}
