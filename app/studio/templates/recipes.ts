import type { Infer } from '@vinejs/vine/types'
import type { Recipe } from '#studio/expanding'
import type { TemplateInput } from '#studio/models/template_version'
import type TemplateVersion from '#studio/models/template_version'
import type { Json, ParameterSpec } from '#studio/providers/shapes'
import { readTemplateParameters } from '#studio/templates/parameters'
import type { previewValidator } from '#studio/templates/validators'

type Typed = Infer<typeof previewValidator>

/** What the form of a template holds, complete: the columns of a version. Throws at the field of a parameter that cannot be read. */
export async function versionFields(typed: Typed) {
  return {
    prompt: typed.prompt ?? '',
    negativePrompt: typed.negativePrompt ?? '',
    parameters: await readTemplateParameters(typed),
    mode: typed.mode ?? 'combinatorial',
    seed: typed.seed ?? null,
    seedPolicy: typed.seedPolicy ?? 'random',
    count: typed.count ?? 1,
    inputs: namedInputs(typed.inputs),
  }
}

export type VersionFields = Awaited<ReturnType<typeof versionFields>>

/** What a template makes, with these values in place of the defaults of its inputs. */
export function recipeOfTemplate(
  version: VersionFields | TemplateVersion,
  values: Record<string, string> = {}
): Recipe {
  const { prompt, negativePrompt, parameters, mode, seed, seedPolicy, count, inputs } = version
  const defaults = Object.fromEntries(inputs.map((input) => [input.name, input.default]))
  const variables = { ...defaults, ...values }
  return { prompt, negativePrompt, parameters, mode, seed, seedPolicy, count, variables }
}

/** What stands for the names of things where there is no order yet. */
export function sampleVariables() {
  return { project: 'Project', model: 'Model', date: new Date().toISOString().slice(0, 10) }
}

/** Where no model is chosen yet, every text among the parameters may be varied. */
export function textsOf(parameters: Record<string, Json>): ParameterSpec[] {
  const texts = Object.keys(parameters).filter((name) => typeof parameters[name] === 'string')
  return texts.map((name) => ({
    name,
    label: name,
    type: 'text',
    required: false,
    nullable: true,
    group: 'main',
    varyable: true,
  }))
}

function namedInputs(rows: Typed['inputs']): TemplateInput[] {
  return (rows ?? []).flatMap(({ name, label, default: value }) =>
    name ? [{ name, label: label ?? name, default: value ?? '' }] : []
  )
}
