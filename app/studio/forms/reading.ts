import type { ErrorObject } from 'ajv'
import { isObject } from '#studio/forms/json_schema'
import { schemaOf } from '#studio/forms/spec_schema'
import { readField, readJson, readText } from '#studio/forms/typed_values'
import { objectionsOf } from '#studio/forms/validating'
import { objectionText } from '#studio/forms/wording'
import type { Json, ParameterSpec } from '#studio/providers/shapes'

/** What a form sends: fields by name, templates for those to be varied, and JSON for what has no field. */
export interface TypedParameters {
  parameters?: Record<string, unknown>
  vary?: Record<string, unknown>
  further?: string | null
}

export interface CheckedParameters {
  /** By the provider's own names. A text where a number or a choice is due is a template. */
  values: Record<string, Json>
  /** By name of parameter. */
  errors: Record<string, string>
  /** What no single field is to blame for, shown beside the further parameters. */
  further?: string
}

/**
 * The values of a form, or what is wrong with each field. `elsewhere` names roles that the page
 * asks for in fields of its own, such as the prompt. Templates are not looked into here; when they
 * are filled in, `checkParameters` has the last word.
 */
export function readParameters(
  specs: ParameterSpec[],
  schema: Json,
  typed: TypedParameters,
  { elsewhere = [] }: { elsewhere?: ParameterSpec['role'][] } = {}
): CheckedParameters {
  const { values, further } = readFurther(specs, typed.further)
  const errors: Record<string, string> = {}
  const later = new Set<string>()
  for (const spec of specs) {
    const template = spec.varyable ? String(typed.vary?.[spec.name] ?? '').trim() : ''
    if (template || (spec.role && elsewhere.includes(spec.role))) later.add(spec.name)
    if (spec.role && elsewhere.includes(spec.role)) continue
    const { value, problem } = template ? { value: template } : readSpec(spec, typed)
    if (problem) errors[spec.name] = problem
    if (value !== undefined) values[spec.name] = value
  }
  const known = Object.entries(values).filter(([name]) => !later.has(name))
  const last = objections(specs, schema, Object.fromEntries(known), [...later])
  return {
    values,
    errors: { ...last.errors, ...errors },
    ...((further ?? last.further) && { further: further ?? last.further }),
  }
}

/** The last word on what is sent: texts become what their parameters hold, and the published schema is asked. */
export function checkParameters(
  specs: ParameterSpec[],
  schema: Json,
  given: Record<string, Json>
): CheckedParameters {
  const values = { ...given }
  const errors: Record<string, string> = {}
  for (const spec of specs) {
    const text = values[spec.name]
    if (typeof text !== 'string' || spec.type === 'json') continue
    const isText = spec.type === 'text' || spec.type === 'longtext'
    const { value, problem } = text.trim() || isText ? readText(spec, text) : {}
    if (problem) errors[spec.name] = problem
    if (value === undefined) delete values[spec.name]
    else values[spec.name] = value
  }
  const last = objections(specs, schema, values)
  return { ...last, values, errors: { ...last.errors, ...errors } }
}

function readSpec(spec: ParameterSpec, { parameters = {} }: TypedParameters) {
  if (spec.group === 'hidden') return { value: spec.default, problem: undefined }
  const typed = Object.hasOwn(parameters, spec.name) ? parameters[spec.name] : undefined
  return readField(spec, typed)
}

/** Parameters nobody published; what has a field of its own is said there. */
function readFurther(
  specs: ParameterSpec[],
  text?: string | null
): Omit<CheckedParameters, 'errors'> {
  if (!text?.trim()) return { values: {} }
  const { value, problem } = readJson(text)
  if (problem) return { values: {}, further: problem }
  if (value === undefined || !isObject(value)) {
    return { values: {}, further: 'Write a JSON object, such as {"style": "film"}.' }
  }
  const doubled = specs.find(({ name }) => Object.hasOwn(value, name))
  if (doubled) return { values: {}, further: `“${doubled.label}” has a field of its own.` }
  return { values: { ...value } }
}

function objections(
  specs: ParameterSpec[],
  schema: Json,
  values: Record<string, Json>,
  later: string[] = []
): Omit<CheckedParameters, 'values'> {
  const errors: Record<string, string> = {}
  const general: string[] = []
  const byName = new Map(specs.map((spec) => [spec.name, spec]))
  const published = ranked(objectionsOf(schema, values)).filter((error) => !isOfFile(error, byName))
  for (const error of [...ranked(objectionsOf(schemaOf(specs), values)), ...published]) {
    const [name, ...deeper] = pathOf(error)
    const spec = byName.get(name)
    if (later.includes(name) || errors[name]) continue
    const text = objectionText(error, spec)
    if (!name) general.push(text)
    else errors[name] = deeper.length ? `At ${deeper.join('.')}: ${text}` : text
  }
  return sorted(errors, general, byName)
}

/** An error at what has no field is told beside the further parameters. */
function sorted(
  errors: Record<string, string>,
  general: string[],
  specs: Map<string, ParameterSpec>
) {
  const entries = Object.entries(errors)
  const shown = (name: string) => specs.has(name) && specs.get(name)!.group !== 'hidden'
  const others = entries.filter(([name]) => !shown(name)).map(([name, text]) => `${name}: ${text}`)
  const further = [...others, ...general].join(' ')
  return {
    errors: Object.fromEntries(entries.filter(([name]) => shown(name))),
    ...(further && { further }),
  }
}

function pathOf({ instancePath, keyword, params }: ErrorObject) {
  const path = instancePath
    .split('/')
    .slice(1)
    .map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'))
  return keyword === 'required'
    ? [...path, String(params.missingProperty)]
    : path.length
      ? path
      : ['']
}

/** Of what several alternatives say, the most telling first. */
function ranked(errors: ErrorObject[]) {
  const vague = ['type', 'anyOf', 'oneOf', 'allOf', 'not', 'if']
  return errors.toSorted((one, other) => vague.indexOf(one.keyword) - vague.indexOf(other.keyword))
}

/** The values of files are exchanged for what the provider accepts before they are sent. */
function isOfFile(error: ErrorObject, specs: Map<string, ParameterSpec>) {
  const type = specs.get(pathOf(error)[0])?.type
  return error.keyword !== 'required' && (type === 'file' || type === 'files')
}
