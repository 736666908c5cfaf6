import { isObject } from '#studio/forms/json_schema'
import { isVaried } from '#studio/forms/templates'
import type { CheckedParameters } from '#studio/forms/reading'
import type { Json, ParameterSpec } from '#studio/providers/shapes'

/** One parameter as `@!parameterField` draws it. */
export interface ParameterField {
  spec: ParameterSpec
  /** What its control holds; of a size `preset` is “custom” where width and height are given. */
  value: string
  area: { preset: string; width: string; height: string }
  /** What to vary it by, instead of the value. */
  template: string
  hint: string
  error?: string
}

export interface ParameterForm {
  main: ParameterField[]
  advanced: ParameterField[]
  /** JSON of parameters nobody published. */
  further: string
  furtherError?: string
}

type Problems = Pick<CheckedParameters, 'errors' | 'further'>

/**
 * The form for `@!parameterForm`: values as a draft or template holds them, else the model's own
 * defaults. `elsewhere` names the roles the page has fields of its own for.
 */
export function parameterForm(
  specs: ParameterSpec[],
  values: Record<string, Json>,
  problems: Problems = { errors: {} },
  { elsewhere = [] }: { elsewhere?: ParameterSpec['role'][] } = {}
): ParameterForm {
  const fields = specs
    .filter(({ group, role }) => group !== 'hidden' && !(role && elsewhere.includes(role)))
    .map((spec) => fieldOf(spec, values[spec.name], problems.errors[spec.name]))
  const of = (group: ParameterSpec['group']) => fields.filter(({ spec }) => spec.group === group)
  return {
    main: of('main'),
    advanced: of('advanced'),
    further: furtherText(specs, values),
    furtherError: problems.further,
  }
}

function fieldOf(spec: ParameterSpec, given: Json | undefined, error?: string): ParameterField {
  const template = isVaried(spec, given) ? given : ''
  const value = template ? spec.default : (given ?? spec.default)
  return {
    spec,
    value: textOf(spec, value),
    area: areaOf(spec, value),
    template,
    hint: hintOf(spec),
    error,
  }
}

function textOf({ type }: ParameterSpec, value: Json | undefined) {
  if (value === undefined || value === null) return ''
  if (type === 'files' && Array.isArray(value)) return value.join('\n')
  if (type === 'json') return JSON.stringify(value, null, 2)
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

function areaOf({ type }: ParameterSpec, value: Json | undefined) {
  if (type === 'size' && value !== undefined && isObject(value)) {
    const { width = '', height = '' } = value
    return { preset: 'custom', width: String(width), height: String(height) }
  }
  return {
    preset: value === undefined || value === null ? '' : String(value),
    width: '',
    height: '',
  }
}

function furtherText(specs: ParameterSpec[], values: Record<string, Json>) {
  const known = new Set(specs.map(({ name }) => name))
  const further = Object.entries(values).filter(([name]) => !known.has(name))
  return further.length ? JSON.stringify(Object.fromEntries(further), null, 2) : ''
}

function hintOf(spec: ParameterSpec) {
  const { minimum, maximum } = spec
  const range = minimum !== undefined && maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER
  return [
    spec.required && spec.default === undefined && 'Needed.',
    range && spec.type !== 'size' && `${minimum} to ${maximum}.`,
    howTo[spec.type],
    spec.help,
  ]
    .filter(Boolean)
    .join(' ')
}

const howTo: Partial<Record<ParameterSpec['type'], string>> = {
  file: 'A picture of the library, by its number or address, or an address on the web.',
  files:
    'Pictures of the library by their numbers or addresses, or addresses on the web; one on each line.',
  seed: 'Empty: another one each time.',
  json: 'Written as JSON.',
}
