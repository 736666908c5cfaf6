import vine from '@vinejs/vine'
import { editableFields, type FieldName } from '#library/curation/fields'

const id = () => vine.number().withoutDecimals().positive()
const query = () => vine.string().maxLength(4_000).optional()
const itemParams = () => vine.object({ id: id() })
const name = () => vine.string().trim().minLength(1).maxLength(120)
const tagName = () => vine.string().trim().minLength(1).maxLength(100)
const visibility = () => vine.enum(['everyone', 'private'] as const)

export const itemValidator = vine.create({ params: itemParams(), q: query() })

export const fieldValidator = vine.create({
  params: vine.object({
    id: id(),
    field: vine.enum(Object.keys(editableFields) as [FieldName, ...FieldName[]]),
  }),
  q: query(),
})

export const fieldEditValidator = vine.create({
  value: vine.string().maxLength(200_000).nullable().optional(),
  seen: vine.string().maxLength(20).optional(),
})

export const markValidator = vine.create({
  params: itemParams(),
  q: query(),
  rating: vine.number().withoutDecimals().range([0, 5]).optional(),
  favorite: vine.boolean().optional(),
})

export const tagsValidator = vine.create({
  params: itemParams(),
  q: query(),
  names: vine.string().trim().minLength(1).maxLength(2_000),
})

export const itemTagValidator = vine.create({
  params: vine.object({ id: id(), tagId: id() }),
  q: query(),
})

export const collectValidator = vine.create({ params: itemParams(), q: query(), name: name() })

export const uncollectValidator = vine.create({
  params: vine.object({ id: id(), collectionId: id() }),
  q: query(),
})

export const visibilityValidator = vine.create({
  params: itemParams(),
  q: query(),
  visibility: visibility(),
})

export const historyValidator = vine.create({
  params: itemParams(),
  q: query(),
  before: id().optional(),
})

export const revisionValidator = vine.create({
  params: vine.object({ id: id(), revisionId: id() }),
  q: query(),
})

export const chunkValidator = vine.create({ params: vine.object({ id: id(), chunkId: id() }) })

export const versionValidator = vine.create({ params: vine.object({ id: id(), versionId: id() }) })

export const idValidator = vine.create({ params: itemParams() })

export const collectionValidator = vine.create({
  name: name(),
  description: vine.string().trim().maxLength(2_000).nullable().optional(),
  visibility: visibility(),
})

export const collectionPageValidator = vine.create({
  params: itemParams(),
  after: vine.string().maxLength(60).optional(),
  arrange: vine.boolean().optional(),
})

export const collectionIndexValidator = vine.create({ after: id().optional() })

export const collectionItemValidator = vine.create({
  params: vine.object({ id: id(), assetId: id() }),
})

export const listValidator = vine.create({
  search: vine.string().trim().maxLength(100).nullable().optional(),
  after: vine.string().trim().maxLength(200).nullable().optional(),
  unused: vine.boolean().optional(),
})

export const coverValidator = vine.create({ params: itemParams(), assetId: id() })

export const moveValidator = vine.create({
  params: vine.object({ id: id(), assetId: id() }),
  to: vine.enum(['up', 'down', 'first', 'last', 'before'] as const),
  beforeId: id().optional(),
})

export const viewValidator = vine.create({
  name: name(),
  query: vine.string().maxLength(4_000).nullable().optional(),
  view: vine.enum(['grid', 'list'] as const).optional(),
  size: vine.enum(['small', 'medium', 'large'] as const).optional(),
  pinned: vine.accepted().optional(),
})

export const tagValidator = vine.create({
  params: itemParams(),
  name: tagName(),
  parent: vine.string().trim().maxLength(100).nullable().optional(),
  seen: vine.string().maxLength(100).optional(),
  forgetName: vine.accepted().optional(),
})

export const aliasValidator = vine.create({ params: itemParams(), name: tagName() })

export const aliasRemovalValidator = vine.create({
  params: vine.object({ id: id(), slug: vine.string().maxLength(100) }),
})

export const mergeValidator = vine.create({ params: itemParams(), into: tagName() })

const typed = () => vine.string().trim().maxLength(2_000).nullable().optional()

/** The fields that complete the name of a tag send what is in them under their own name. */
export const completionValidator = vine.create({ names: typed(), parent: typed(), into: typed() })
