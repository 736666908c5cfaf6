import vine from '@vinejs/vine'
import { kindNames, type BlockKind } from '#studio/prompts/kinds'

const id = () => vine.number().withoutDecimals().positive()
const body = () => vine.string().trim().minLength(1).maxLength(500)
const bodies = () => vine.array(body()).maxLength(50).optional()

export const historyValidator = vine.create({
  show: vine.enum(['best'] as const).optional(),
  before: id().optional(),
})

export const builderValidator = vine.create(
  Object.fromEntries(kindNames.map((kind) => [kind, bodies()])) as Record<
    BlockKind,
    ReturnType<typeof bodies>
  >
)

export const blockValidator = vine.create({ kind: vine.enum(kindNames), body: body() })

export const blockIdValidator = vine.create({ params: vine.object({ id: id() }) })
