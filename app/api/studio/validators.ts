import vine from '@vinejs/vine'
import { modalities } from '#studio/providers/shapes'
import { limits, modes, seedPolicies } from '#studio/expanding'
import { orderStates } from '#studio/models/order'
import { productStages } from '#studio/models/product'

const id = () => vine.number().positive().withoutDecimals()
const name = () => vine.string().trim().minLength(1).maxLength(120)
const words = () => vine.string().maxLength(limits.characters).optional()
const visibility = () => vine.enum(['everyone', 'private'] as const)
const variables = () => vine.record(vine.string().maxLength(2_000)).optional()

const recipe = () => ({
  prompt: words(),
  negative_prompt: words(),
  mode: vine.enum(modes).optional(),
  seed: vine.string().maxLength(40).nullable().optional(),
  seed_policy: vine.enum(seedPolicies).optional(),
  count: vine.number().withoutDecimals().range([1, limits.items]).optional(),
  variables: variables(),
})

export const projectListValidator = vine.create({
  archived: vine.boolean().optional(),
  cursor: id().optional(),
})
export const newProjectValidator = vine.create({
  name: name(),
  brief: vine.string().trim().maxLength(10_000).optional(),
  visibility: visibility().optional(),
})
export const projectUpdateValidator = vine.create({
  name: name().optional(),
  brief: vine.string().trim().maxLength(10_000).optional(),
  visibility: visibility().optional(),
  /** Put away: it is still read, and nothing is ordered for it. */
  archived: vine.boolean().optional(),
})

export const orderListValidator = vine.create({
  state: vine.enum(orderStates).optional(),
  project_id: id().optional(),
  cursor: id().optional(),
})
export const orderItemsValidator = vine.create({
  item_state: vine
    .enum(['queued', 'running', 'succeeded', 'failed', 'cancelled'] as const)
    .optional(),
  cursor: vine.number().withoutDecimals().min(0).optional(),
})
/** `parameters` are named as the model names them; texts of those that can be varied may hold templates. */
export const newOrderValidator = vine.create({
  project_id: id(),
  model_id: id().optional(),
  ...recipe(),
  parameters: vine.record(vine.any()).optional(),
})
/** `confirmed`: that it makes many pictures, or goes beyond a budget, is meant so; each by itself. */
export const placementValidator = vine.create({
  confirmed: vine
    .object({ count: vine.boolean().optional(), budget: vine.boolean().optional() })
    .optional(),
})

export const productListValidator = vine.create({
  stage: vine.enum(productStages).optional(),
  cursor: id().optional(),
})
export const stagingValidator = vine.create({
  ids: vine.array(id()).minLength(1).maxLength(500).distinct(),
  stage: vine.enum(productStages),
})

export const templateListValidator = vine.create({
  search: vine.string().trim().maxLength(100).optional(),
  show: vine.enum(['favourites', 'mine'] as const).optional(),
  cursor: id().optional(),
})
export const templateVersionValidator = vine.create({ version: id().optional() })

export const modelListValidator = vine.create({
  search: vine.string().trim().maxLength(100).optional(),
  provider: vine.string().maxLength(20).optional(),
  family: vine.string().maxLength(80).optional(),
  modality: vine.enum(modalities).optional(),
  favourite: vine.boolean().optional(),
  cursor: id().optional(),
})

export const expansionValidator = vine.create({
  ...recipe(),
  limit: vine.number().withoutDecimals().range([1, 200]).optional(),
})
