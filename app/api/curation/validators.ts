import vine from '@vinejs/vine'

const id = () => vine.number().positive().withoutDecimals()
const name = () => vine.string().trim().minLength(1).maxLength(120)
const visibility = () => vine.enum(['everyone', 'private'] as const)
const ids = () => vine.array(id()).minLength(1).maxLength(500).distinct()

export const afterIdValidator = vine.create({ cursor: id().optional() })

const collection = {
  description: vine.string().trim().maxLength(2_000).nullable().optional(),
  visibility: visibility().optional(),
  cover_asset_id: id().nullable().optional(),
}
export const newCollectionValidator = vine.create({ name: name(), ...collection })
export const collectionUpdateValidator = vine.create({ name: name().optional(), ...collection })

/** `<rank>~<id>` of the last item of the page before. */
export const collectionItemsValidator = vine.create({
  cursor: vine
    .string()
    .maxLength(60)
    .regex(/^-?[\d.e+-]+~\d{1,15}$/)
    .optional(),
})
export const collectValidator = vine.create({ ids: ids() })
export const collectionItemParams = vine.create({
  params: vine.object({ id: id(), asset_id: id() }),
})
/** Before another item of the collection; null is the end. */
export const placeValidator = vine.create({ before_id: id().nullable() })

const view = {
  query: vine.string().maxLength(4_000).optional(),
  view: vine.enum(['grid', 'list'] as const).optional(),
  size: vine.enum(['small', 'medium', 'large'] as const).optional(),
  pinned: vine.boolean().optional(),
}
export const newSavedViewValidator = vine.create({ name: name(), ...view })
export const savedViewUpdateValidator = vine.create({ name: name().optional(), ...view })

const path = () => vine.string().trim().minLength(1).maxLength(4_000)
const folder = {
  tag: vine.string().trim().maxLength(100).nullable().optional(),
  watched: vine.boolean().optional(),
  writable: vine.boolean().optional(),
}
export const newSourceFolderValidator = vine.create({
  name: name(),
  path: path(),
  mode: vine.enum(['in_place', 'copy'] as const),
  visibility: visibility().optional(),
  ...folder,
})
export const sourceFolderUpdateValidator = vine.create({
  name: name().optional(),
  path: path().optional(),
  visibility: visibility().optional(),
  ...folder,
})
