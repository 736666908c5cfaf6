import vine from '@vinejs/vine'
import { limits, modes, seedPolicies } from '#studio/expanding'

const text = () => vine.string().maxLength(limits.characters).nullable().optional()
const name = () => vine.string().regex(/^[\p{L}_][\p{L}\p{N}_-]{0,59}$/u)

/** The part of a form that says what is to be made: of a template, an order, and of their preview. */
export const recipeFields = () => ({
  prompt: text(),
  negativePrompt: text(),
  mode: vine.enum(modes).optional(),
  seed: vine.string().maxLength(40).nullable().optional(),
  seedPolicy: vine.enum(seedPolicies).optional(),
  count: vine.number().withoutDecimals().range([1, limits.items]).optional(),
})

/** Rows without a name are left out. */
export const inputFields = () =>
  vine
    .array(
      vine.object({
        name: name().nullable().optional(),
        label: vine.string().maxLength(120).nullable().optional(),
        default: vine.string().maxLength(2_000).nullable().optional(),
      })
    )
    .maxLength(50)
    .optional()

/** Fields as the form of a model has them; lines of `name = value` where no model is known. */
export const parameterFields = () => ({
  provider: vine.string().maxLength(20).nullable().optional(),
  modelRef: vine.string().maxLength(300).nullable().optional(),
  parameters: vine.record(vine.any().nullable()).optional(),
  vary: vine.record(vine.any().nullable()).optional(),
  further: text(),
  parameterLines: vine.string().maxLength(50_000).nullable().optional(),
})
