import type { Json } from '#studio/providers/shapes'

export type Schema = { [keyword: string]: Json }

export function isObject(value: Json | undefined): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/**
 * The part of a published document that `pointer` (`#/components/schemas/Input`) names, as a
 * schema of its own: the definitions it needs stand where they stood, everything else is left out.
 */
export function excerptOf(document: Json, pointer: string): Schema {
  const excerpt: Schema = { $ref: pointer }
  const taken = new Set<string>()
  const wanted = [pointer]
  for (const next of wanted) {
    if (taken.has(next)) continue
    taken.add(next)
    const found = valueAt(document, next)
    if (found === undefined) continue
    placeAt(excerpt, segmentsOf(next), structuredClone(found))
    wanted.push(...localReferences(found))
  }
  return excerpt
}

/** Follows local `$ref`s and joins `allOf`. What leads elsewhere, or to itself, says nothing. */
export function flattener(root: Schema) {
  const known = new Map<string, Schema>()

  return function flatten(schema: Json | undefined): Schema {
    if (!isObject(schema)) return {}
    const { $ref, allOf, ...own } = schema
    const parts = Array.isArray(allOf) ? allOf.map(flatten) : []
    if (typeof $ref === 'string') parts.unshift(referred($ref))
    return parts.concat(own).reduce(join, {})

    function referred(pointer: string) {
      if (!known.has(pointer)) {
        known.set(pointer, {})
        known.set(pointer, flatten(valueAt(root, pointer)))
      }
      return known.get(pointer)!
    }
  }
}

function join(left: Schema, right: Schema): Schema {
  const joined = { ...left, ...right }
  if (isObject(left.properties) && isObject(right.properties)) {
    joined.properties = joinProperties(left.properties, right.properties)
  }
  if (Array.isArray(left.required) && Array.isArray(right.required)) {
    joined.required = [...new Set([...left.required, ...right.required])]
  }
  return joined
}

function joinProperties(left: Schema, right: Schema) {
  const joined = { ...left, ...right }
  for (const name of Object.keys(right)) {
    if (Object.hasOwn(left, name)) joined[name] = { allOf: [left[name], right[name]] }
  }
  return joined
}

function localReferences(value: Json): string[] {
  if (Array.isArray(value)) return value.flatMap(localReferences)
  if (!isObject(value)) return []
  const own = typeof value.$ref === 'string' ? [value.$ref] : []
  return own.concat(Object.values(value).flatMap(localReferences))
}

function valueAt(document: Json, pointer: string): Json | undefined {
  if (!pointer.startsWith('#/')) return undefined
  return segmentsOf(pointer).reduce<Json | undefined>((value, segment) => {
    const known = isObject(value) && Object.hasOwn(value, segment) && segment !== '__proto__'
    return known ? value[segment] : undefined
  }, document)
}

function placeAt(target: Schema, [segment, ...deeper]: string[], value: Json) {
  if (!deeper.length) return void (target[segment] ??= value)
  target[segment] ??= {}
  placeAt(target[segment] as Schema, deeper, value)
}

function segmentsOf(pointer: string) {
  return pointer
    .slice(2)
    .split('/')
    .map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'))
}
