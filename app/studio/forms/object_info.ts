import { isObject } from '#studio/forms/json_schema'
import { isFileName, isInView, isSeedName, labelOf, roleOf } from '#studio/forms/naming'
import { isVaryable, withRoles } from '#studio/forms/parameters'
import type { Binding, Json, ParameterSpec } from '#studio/providers/shapes'

/**
 * The form of a ComfyUI graph: one parameter for each name among its bindings, with the type and
 * bounds its server says in `/object_info`, and what the graph itself holds as the default.
 */
export function parametersFromObjectInfo(
  workflow: Json,
  objectInfo: Json,
  bindings: Binding[]
): ParameterSpec[] {
  const names = [...new Set(bindings.map(({ parameter }) => parameter))]
  return withRoles(
    names.map((name) => {
      const binding = bindings.find(({ parameter }) => parameter === name)!
      return parameterOf(
        name,
        currentValue(workflow, binding),
        inputOf(workflow, objectInfo, binding)
      )
    })
  )
}

function parameterOf(
  name: string,
  current: Json | undefined,
  [kind, options]: Input
): ParameterSpec {
  const typed = typeOf(name, kind, options, current)
  const role = roleOf(name)
  return {
    name,
    label: labelOf(name),
    ...(typeof options.tooltip === 'string' && { help: options.tooltip }),
    required: false,
    nullable: false,
    ...(current !== undefined && typed.type !== 'seed' && { default: current }),
    ...typed,
    group: role || isInView(name) ? 'main' : 'advanced',
    varyable: isVaryable(typed.type) && role !== 'count',
    ...(role && { role }),
  }
}

type Typed = Pick<ParameterSpec, 'type'> & Partial<ParameterSpec>

function typeOf(name: string, kind: Json, options: Options, current: Json | undefined): Typed {
  if (options.image_upload === true || options.video_upload === true) return { type: 'file' }
  const choices = Array.isArray(kind) ? kind : kind === 'COMBO' ? options.options : null
  if (Array.isArray(choices) && choices.length) {
    return { type: 'enum', options: choices.map((value) => ({ value, label: String(value) })) }
  }
  switch (kind) {
    case 'INT':
      return { type: isSeedName(name) ? 'seed' : 'integer', ...bounds(options) }
    case 'FLOAT':
      return { type: 'number', ...bounds(options) }
    case 'BOOLEAN':
      return { type: 'boolean' }
    case 'STRING':
      return { type: options.multiline === true ? 'longtext' : 'text' }
    default:
      return { type: typeOfValue(name, current) }
  }
}

/** Where the server says nothing (it is away, or has no such node) the graph's own value tells. */
function typeOfValue(name: string, current: Json | undefined): ParameterSpec['type'] {
  if (typeof current === 'number') {
    if (isSeedName(name)) return 'seed'
    return Number.isInteger(current) && !/cfg|denoise|strength/.test(name) ? 'integer' : 'number'
  }
  if (typeof current === 'boolean') return 'boolean'
  if (typeof current !== 'string') return 'json'
  if (isFileName(name)) return 'file'
  return /prompt|text/.test(name) ? 'longtext' : 'text'
}

/** ComfyUI's seeds go beyond what JavaScript counts exactly. Its `step` is the arrows', not a rule. */
function bounds({ min, max }: Options) {
  return {
    ...(typeof min === 'number' && { minimum: Math.max(min, Number.MIN_SAFE_INTEGER) }),
    ...(typeof max === 'number' && { maximum: Math.min(max, Number.MAX_SAFE_INTEGER) }),
  }
}

type Options = { [key: string]: Json }
type Input = [kind: Json, options: Options]

function inputOf(workflow: Json, objectInfo: Json, { node, input }: Binding): Input {
  const classType = at(workflow, node, 'class_type')
  const inputs = typeof classType === 'string' ? at(objectInfo, classType, 'input') : undefined
  const found = at(inputs, 'required', input) ?? at(inputs, 'optional', input)
  if (!Array.isArray(found)) return ['', {}]
  return [found[0], isObject(found[1]) ? found[1] : {}]
}

function currentValue(workflow: Json, { node, input }: Binding) {
  const value = at(workflow, node, 'inputs', input)
  return Array.isArray(value) ? undefined : value
}

function at(value: Json | undefined, ...path: string[]) {
  return path.reduce<Json | undefined>((inner, key) => {
    return isObject(inner) && Object.hasOwn(inner, key) ? inner[key] : undefined
  }, value)
}
