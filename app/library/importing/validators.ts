import vine from '@vinejs/vine'
import library from '#config/library'

const id = vine.number().positive().withoutDecimals()

export const thumbnailValidator = vine.create({
  params: vine.object({ id, size: vine.number().in(library.derivativeSizes) }),
  v: vine.string().maxLength(64).optional(),
})

export const originalValidator = vine.create({
  params: vine.object({ id }),
  v: vine.string().maxLength(64).optional(),
  download: vine.string().maxLength(10).optional(),
})
