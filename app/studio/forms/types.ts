import { isObject, type Schema } from '#studio/forms/json_schema'
import { isFileName, isLongText, isSeedName } from '#studio/forms/naming'
import type { Json, ParameterSpec } from '#studio/providers/shapes'

/** A property's schema with its null taken out; what is left of several is in `variants`. */
export interface Field {
  schema: Schema
  variants: Schema[]
  nullable: boolean
}

type Typed = Pick<ParameterSpec, 'type'> & Partial<ParameterSpec>

const longestShortText = 200

/** Which control a property gets, and its bounds. */
export function typeOf(name: string, { schema, variants }: Field): Typed {
  if (variants.length) return typeOfUnion(name, schema, variants)
  if (Array.isArray(schema.enum) && schema.enum.every(isScalar)) {
    return { type: 'enum', options: optionsOf(schema.enum) }
  }
  if (schema.type === 'boolean') return { type: 'boolean' }
  if (schema.type === 'integer') {
    return { type: isSeedName(name) ? 'seed' : 'integer', ...numberBounds(schema) }
  }
  if (schema.type === 'number') return { type: 'number', ...numberBounds(schema) }
  if (schema.type === 'string') return typeOfString(name, schema)
  if (schema.type === 'array') return typeOfArray(name, schema)
  return { type: 'json' }
}

/** A preset or width and height; a text with suggestions; any number. The rest is written as JSON. */
function typeOfUnion(name: string, schema: Schema, variants: Schema[]): Typed {
  const presets = variants.find((variant) => Array.isArray(variant.enum))
  const options = presets && optionsOf((presets.enum as Json[]).filter(isScalar))
  const area = variants.find(isArea)
  if (area && options && variants.length === 2) {
    return { type: 'size', options, ...areaBounds(area) }
  }
  if (variants.every((variant) => variant.type === 'string')) {
    return { ...typeOfString(name, { ...schema, ...variants[0] }), ...(options && { options }) }
  }
  if (variants.every(({ type }) => type === 'integer' || type === 'number')) {
    return { type: 'number' }
  }
  return { type: 'json' }
}

function typeOfString(name: string, schema: Schema): Typed {
  if (schema.format === 'uri' || schema.format === 'binary' || isFileName(name)) {
    return { type: 'file' }
  }
  const { minLength, maxLength } = numbersOf(schema, ['minLength', 'maxLength'])
  const long = isLongText(name) || (maxLength ?? 0) > longestShortText
  return {
    type: long ? 'longtext' : 'text',
    ...(minLength && { minLength }),
    ...(maxLength && { maxLength }),
  }
}

function typeOfArray(name: string, schema: Schema): Typed {
  const items = isObject(schema.items) ? schema.items : {}
  const texts = items.type === 'string' && !items.enum
  if (!texts || !(items.format === 'uri' || isFileName(name))) return { type: 'json' }
  return { type: 'files', ...numbersOf(schema, ['minItems', 'maxItems']) }
}

/** OpenAPI 3.0 says with a boolean that `minimum` itself is excluded. */
function numberBounds(schema: Schema): Partial<ParameterSpec> {
  const bounds = numbersOf(schema, [
    'minimum',
    'maximum',
    'exclusiveMinimum',
    'exclusiveMaximum',
    'multipleOf',
  ])
  const { minimum, maximum, ...rest } = bounds
  return {
    ...rest,
    ...(minimum !== undefined &&
      (schema.exclusiveMinimum === true ? { exclusiveMinimum: minimum } : { minimum })),
    ...(maximum !== undefined &&
      (schema.exclusiveMaximum === true ? { exclusiveMaximum: maximum } : { maximum })),
  }
}

function isArea({ properties }: Schema) {
  return isObject(properties) && 'width' in properties && 'height' in properties
}

function areaBounds({ properties }: Schema) {
  const width = isObject(properties) && isObject(properties.width) ? properties.width : {}
  return numberBounds(width)
}

function numbersOf<Key extends keyof ParameterSpec & string>(schema: Schema, keys: Key[]) {
  const found = keys.filter((key) => typeof schema[key] === 'number')
  return Object.fromEntries(found.map((key) => [key, schema[key]])) as Partial<Record<Key, number>>
}

function optionsOf(values: Json[]) {
  const given = values.filter((value) => value !== null)
  return given.map((value) => ({ value, label: String(value) }))
}

function isScalar(value: Json) {
  return value === null || typeof value !== 'object'
}
