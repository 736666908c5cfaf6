import vine, { SimpleMessagesProvider } from '@vinejs/vine'
import { productStages } from '#studio/models/product'

const id = () => vine.number().withoutDecimals().positive()
const params = () => vine.object({ id: id() })
const ids = () => vine.array(id()).minLength(1).maxLength(1_000)

export const productIndexValidator = vine.create({
  params: params(),
  stage: vine.enum(productStages).optional(),
  before: id().optional(),
})

export const stagingValidator = vine.create({
  params: params(),
  ids: ids().optional(),
  stage: vine.enum(productStages),
})

export const productComparisonValidator = vine.create({
  params: params(),
  ids: vine.array(id()).minLength(2).maxLength(4).distinct(),
})

const twoToFour = 'Tick two to four pictures to compare.'

productComparisonValidator.messagesProvider = new SimpleMessagesProvider({
  'ids.required': twoToFour,
  'ids.array': twoToFour,
  'ids.array.minLength': twoToFour,
  'ids.array.maxLength': twoToFour,
  'ids.distinct': 'Tick different pictures to compare.',
})

/** Order 0 is all of them; none the one that shows most. */
export const gridValidator = vine.create({
  params: params(),
  order: vine.number().withoutDecimals().min(0).optional(),
  rows: vine.string().maxLength(200).optional(),
  columns: vine.string().maxLength(200).optional(),
  stage: vine.enum(productStages).optional(),
})
