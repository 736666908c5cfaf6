import vine from '@vinejs/vine'
import type User from '#accounts/models/user'
import { limits, modes, seedPolicies } from '#studio/expanding'
import type Template from '#studio/models/template'
import type TemplateVersion from '#studio/models/template_version'
import type { Json } from '#studio/providers/shapes'
import { createTemplate } from '#studio/templates/templates'

const format = 'atelier-template-1'

/** A template as a file to give away: what it is called and one version of it, without people or numbers of ours. */
export function exportTemplate({ name, description }: Template, version: TemplateVersion) {
  const { provider, modelRef, prompt, negativePrompt, parameters, inputs } = version
  const { mode, seed, seedPolicy, count } = version
  const recipe = { prompt, negativePrompt, parameters, mode, seed, seedPolicy, count }
  return { format, name, description, provider, modelRef, inputs, ...recipe }
}

/** Makes a template of such a file. Throws E_VALIDATION_ERROR where it is none. */
export async function importTemplate(json: unknown, by: User) {
  const {
    format: known,
    name,
    description,
    parameters,
    ...recipe
  } = await fileValidator.validate(json)
  const { prompt, negativePrompt, mode, seedPolicy, count, inputs } = recipe
  const version = {
    ...{ prompt, negativePrompt, mode, seedPolicy, count, inputs },
    parameters: parameters as Record<string, Json>,
    provider: recipe.provider ?? null,
    modelRef: recipe.modelRef ?? null,
    seed: recipe.seed ?? null,
  }
  const shared = { name, description, visibility: 'private' as const, version }
  return createTemplate(shared, by)
}

const text = (most: number) => vine.string().maxLength(most)

const fileValidator = vine.create({
  format: vine.literal(format),
  name: text(120).minLength(1),
  description: text(2_000),
  provider: text(20).nullable().optional(),
  modelRef: text(300).nullable().optional(),
  prompt: text(limits.characters),
  negativePrompt: text(limits.characters),
  parameters: vine.record(vine.any().nullable()),
  mode: vine.enum(modes),
  seed: text(40).nullable().optional(),
  seedPolicy: vine.enum(seedPolicies),
  count: vine.number().withoutDecimals().range([1, limits.items]),
  inputs: vine
    .array(
      vine.object({
        name: vine.string().regex(/^[\p{L}_][\p{L}\p{N}_-]{0,59}$/u),
        label: text(120),
        default: text(2_000),
      })
    )
    .maxLength(50),
})
