import vine from '@vinejs/vine'

const id = () => vine.number().positive().withoutDecimals()
const ids = () => vine.array(id()).maxLength(500).optional()

export const trashListValidator = vine.create({
  search: vine.string().trim().maxLength(200).nullable().optional(),
  mine: vine.accepted().optional(),
  after: vine.string().maxLength(60).optional(),
})

/** What the library's selection bar and the page of an item send. */
export const trashingValidator = vine.create({
  ids: ids(),
  all: vine.boolean().optional(),
  q: vine.string().maxLength(4_000).optional(),
  next: id().optional(),
})

export const choiceValidator = vine.create({ ids: ids(), all: vine.accepted().optional() })
