import vine from '@vinejs/vine'
import library from '#config/library'
import { ways } from '#library/importing/replacements'

const id = vine.number().positive().withoutDecimals()

export const thumbnailValidator = vine.create({
  params: vine.object({ id, size: vine.number().in(library.derivativeSizes) }),
  v: vine.string().maxLength(64).optional(),
})

export const originalValidator = vine.create({
  params: vine.object({ id }),
  v: vine.string().maxLength(64).optional(),
  download: vine.string().maxLength(10).optional(),
  metadata: vine.literal('embedded').optional(),
})

const visibility = vine.enum(['everyone', 'private'] as const)

export const uploadValidator = vine.create({
  visibility: visibility.clone().optional(),
  tags: vine.string().maxLength(1_000).optional(),
  collectionId: vine.number().positive().withoutDecimals().optional(),
  proposals: vine.accepted().optional(),
  modified: vine.string().maxLength(1_000_000).optional(),
})

const folder = {
  name: vine.string().trim().minLength(1).maxLength(120),
  path: vine.string().trim().minLength(1).maxLength(4_000),
  visibility: visibility.clone(),
  tag: vine.string().trim().maxLength(100).optional(),
  watched: vine.accepted().optional(),
  writable: vine.accepted().optional(),
}

export const newSourceFolderValidator = vine.create({
  ...folder,
  mode: vine.enum(['in_place', 'copy'] as const),
})
export const sourceFolderValidator = vine.create(folder)

export const scanValidator = vine.create({ lossAccepted: vine.accepted().optional() })

export const driftValidator = vine.create({
  params: vine.object({ id }),
  drift: vine.enum(ways),
})
