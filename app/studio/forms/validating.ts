import { createContext, runInContext } from 'node:vm'
import { type ErrorObject, type ValidateFunction } from 'ajv'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { isObject, type Schema } from '#studio/forms/json_schema'
import type { Json } from '#studio/providers/shapes'

const largestSchema = 512 * 1024
const longestForPattern = 2_000
const patternMilliseconds = 50
const mostCompiled = 100

const besides = createContext({})
const compiled = new Map<string, ValidateFunction | null>()

/**
 * What a published schema has against these values; nothing where it cannot be used as one. It is
 * data from elsewhere: too large, referring to elsewhere or broken, it says nothing, and the
 * provider's own answer is the last word.
 */
export function objectionsOf(schema: Json, values: Record<string, Json>): ErrorObject[] {
  const validate = validatorOf(schema)
  if (!validate || validate(values)) return []
  return validate.errors ?? []
}

function validatorOf(schema: Json) {
  const text = JSON.stringify(schema)
  if (text.length > largestSchema) return null
  if (!compiled.has(text)) {
    if (compiled.size >= mostCompiled) compiled.clear()
    compiled.set(text, compile(schema))
  }
  return compiled.get(text)!
}

function compile(schema: Json) {
  const ajv = new Ajv2020({
    strict: false,
    allErrors: true,
    validateFormats: false,
    multipleOfPrecision: 6,
    addUsedSchema: false,
    logger: false,
    code: { regExp: patternOf },
  })
  try {
    return ajv.compile(modernized(schema) as Schema)
  } catch {
    return null
  }
}

/**
 * OpenAPI 3.0 said as JSON Schema. Names that change what a schema is are taken away, and so is
 * `additionalProperties: false`, which the parts of an `allOf` would hold against each other.
 */
function modernized(value: Json): Json {
  if (Array.isArray(value)) return value.map(modernized)
  if (!isObject(value)) return value
  const { $id, $schema, $async, $dynamicRef, ...kept } = value
  const schema: Schema = {}
  for (const [key, inner] of Object.entries(kept)) {
    schema[key] = isData(key)
      ? inner
      : isNamed(key, inner)
        ? eachModernized(inner)
        : modernized(inner)
  }
  if (schema.additionalProperties === false) delete schema.additionalProperties
  if (schema.unevaluatedProperties === false) delete schema.unevaluatedProperties
  excludeBound(schema, 'exclusiveMinimum', 'minimum')
  excludeBound(schema, 'exclusiveMaximum', 'maximum')
  return allowNull(schema)
}

const isData = (key: string) => ['enum', 'const', 'default', 'example', 'examples'].includes(key)

/** Below these stand names, which may be those of keywords. */
const isNamed = (key: string, value: Json): value is Schema =>
  ['properties', '$defs', 'definitions', 'schemas', 'patternProperties'].includes(key) &&
  isObject(value)

function eachModernized(schemas: Schema): Schema {
  const entries = Object.entries(schemas)
  return Object.fromEntries(entries.map(([name, schema]) => [name, modernized(schema)]))
}

function excludeBound(schema: Schema, exclusive: string, inclusive: string) {
  if (typeof schema[exclusive] !== 'boolean') return
  if (schema[exclusive] && typeof schema[inclusive] === 'number') {
    schema[exclusive] = schema[inclusive]
    delete schema[inclusive]
  } else {
    delete schema[exclusive]
  }
}

function allowNull(schema: Schema): Schema {
  const { nullable, ...rest } = schema
  if (typeof nullable !== 'boolean') return schema
  return nullable ? { anyOf: [{ type: 'null' }, rest] } : rest
}

/** A pattern from elsewhere may be broken or take for ever: it gets a moment, and then says yes. */
function patternOf(pattern: string, flags: string) {
  return {
    toString: () => `${pattern}/${flags}`,
    test: (text: string) => {
      if (text.length > longestForPattern) return true
      try {
        const question = Object.assign(besides, { pattern, flags, text })
        const options = { timeout: patternMilliseconds }
        return runInContext('new RegExp(pattern, flags).test(text)', question, options) === true
      } catch {
        return true
      }
    },
  }
}
patternOf.code = 'new RegExp'
