import vine from '@vinejs/vine'
import { recipeFields } from '#studio/templates/recipe_fields'
import { orderStates } from '#studio/models/order'
import { questions } from '#studio/refusing'

const id = () => vine.number().withoutDecimals().positive()
const params = () => vine.object({ id: id() })

/** Each tick answers one question. */
function confirmed() {
  const answers = questions.map((question) => [question, vine.accepted().optional()])
  return vine.object(Object.fromEntries(answers)).optional()
}

export const orderIdValidator = vine.create({ params: params() })

export const orderIndexValidator = vine.create({
  state: vine.enum(orderStates).optional(),
  project: id().optional(),
  before: id().optional(),
})

export const orderPageValidator = vine.create({
  params: params(),
  state: vine.enum(itemStates()).optional(),
  after: vine.number().withoutDecimals().min(0).optional(),
})

function itemStates() {
  return ['queued', 'running', 'succeeded', 'failed', 'cancelled'] as const
}

export const orderFormValidator = vine.create({
  from_order: id().optional(),
  from_asset: id().optional(),
  prompt: vine.string().maxLength(20_000).nullable().optional(),
  vary: vine.boolean().optional(),
  project: id().optional(),
  model: id().optional(),
  template: id().optional(),
  find: vine.string().trim().maxLength(200).optional(),
})

export const draftPageValidator = vine.create({
  params: params(),
  find: vine.string().trim().maxLength(200).optional(),
  priced: vine.boolean().optional(),
})

/** What the form of an order sends; `choose` is the button of another model, `search` that of the list of models. */
export const draftValidator = vine.create({
  order: id().optional(),
  formKey: vine.string().uuid().optional(),
  project: id(),
  model: id().optional(),
  choose: id().optional(),
  templateVersion: id().optional(),
  ...recipeFields(),
  parameters: vine.record(vine.any().nullable()).optional(),
  vary: vine.record(vine.any().nullable()).optional(),
  further: vine.string().maxLength(50_000).optional(),
  variables: vine.record(vine.string().maxLength(2_000).nullable()).optional(),
  find: vine.string().trim().maxLength(200).optional(),
  search: vine.accepted().optional(),
  confirmed: confirmed(),
})

export const pictureChoicesValidator = vine.create({
  find: vine.string().trim().maxLength(500).optional(),
})

export const modelChoicesValidator = vine.create({
  find: vine.string().trim().maxLength(200).optional(),
})

export const retryValidator = vine.create({
  params: params(),
  lost: vine.accepted().optional(),
  confirmed: confirmed(),
})
