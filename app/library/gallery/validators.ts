import vine from '@vinejs/vine'
import { sizes, views } from '#library/gallery/display'

const query = () => vine.string().maxLength(4_000).optional()

/** An unknown view or size is no reason to show nothing. */
const oneOf = <T extends string>(choices: readonly T[]) =>
  vine
    .string()
    .optional()
    .transform((value) => choices.find((choice) => choice === value))

export const galleryValidator = vine.create({
  q: query(),
  after: vine.string().maxLength(2_000).optional(),
  before: vine.string().maxLength(2_000).optional(),
  view: oneOf(views),
  size: oneOf(sizes),
})
