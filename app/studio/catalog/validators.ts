import vine from '@vinejs/vine'
import { modalities } from '#studio/providers/shapes'

const id = () => vine.number().withoutDecimals().positive()
const params = () => vine.object({ id: id() })
const name = () => vine.string().trim().maxLength(200)
const family = () => vine.string().trim().maxLength(80)

export const modelIdValidator = vine.create({ params: params() })

export const modelIndexValidator = vine.create({
  search: vine.string().trim().maxLength(200).optional(),
  provider: vine.string().trim().maxLength(20).optional(),
  family: family().optional(),
  modality: vine.enum(modalities).optional(),
  favourite: vine.boolean().optional(),
  after: id().optional(),
})

export const modelEntryValidator = vine.create({
  credentialId: id(),
  ref: vine.string().trim().maxLength(300).optional(),
  name: name().optional(),
  family: family().optional(),
  modality: vine.enum(modalities),
  workflow: vine.string().maxLength(4_000_000).optional(),
})

export const modelEntryFormValidator = vine.create({ credentialId: id().optional() })

/** `bindings`: the parameter of each input of the graph, by its place, as `i0`, `i1`, … */
export const modelChangeValidator = vine.create({
  params: params(),
  name: name().minLength(1),
  family: family().optional(),
  modality: vine.enum(modalities),
  bindings: vine
    .record(
      vine
        .string()
        .trim()
        .regex(/^[a-z]\w{0,40}$/i)
        .nullable()
    )
    .optional(),
})

export const modelRefreshValidator = vine.create({
  query: vine.string().trim().maxLength(200).optional(),
})
