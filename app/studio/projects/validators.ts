import vine from '@vinejs/vine'

const id = () => vine.number().withoutDecimals().positive()
const params = () => vine.object({ id: id() })
const pixels = () => vine.number().withoutDecimals().range([16, 16_384]).optional()

export const projectIdValidator = vine.create({ params: params() })

export const projectIndexValidator = vine.create({
  archived: vine.boolean().optional(),
  before: id().optional(),
})

export const projectValidator = vine.create({
  name: vine.string().trim().minLength(1).maxLength(120),
  brief: vine.string().trim().maxLength(10_000).optional(),
  visibility: vine.enum(['everyone', 'private'] as const),
  modelId: id().optional(),
  templateId: id().optional(),
  width: pixels(),
  height: pixels(),
})

export const memberValidator = vine.create({
  params: params(),
  userId: id().exists({ table: 'users', column: 'id' }),
  canEdit: vine.accepted().optional(),
})

export const memberRemovalValidator = vine.create({
  params: vine.object({ id: id(), userId: id() }),
})
