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

export const completionValidator = vine.create({
  text: query(),
  caret: vine.number().withoutDecimals().range([0, 4_000]).optional(),
})

/** What the selection bar sends: what to do, and to which items. */
export const changeValidator = vine.create({
  do: vine
    .enum(['favorite', 'unfavorite', 'tag', 'untag', 'collect', 'lock', 'unlock'] as const)
    .optional(),
  rating: vine.number().withoutDecimals().range([0, 5]).optional(),
  names: vine
    .string()
    .trim()
    .maxLength(1_000)
    .optional()
    .requiredWhen('do', 'in', ['tag', 'untag']),
  collection: vine.string().trim().maxLength(120).optional().requiredWhen('do', '=', 'collect'),
  ids: vine.array(vine.number().positive().withoutDecimals()).maxLength(500).optional(),
  all: vine.boolean().optional(),
  q: query(),
})

export const undoValidator = vine.create({ params: vine.object({ id: vine.string().uuid() }) })
