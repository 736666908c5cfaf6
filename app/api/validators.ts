import vine from '@vinejs/vine'
import library from '#config/library'
import { presetNames } from '#duplicates/presets'
import { restWays } from '#duplicates/merging'
import { exportFormats } from '#api/exporting'
import { runStates } from '#queue/models/job_run'
import { itemStates } from '#queue/models/job_run_item'

export const largestPage = 200

/** `page` reaches this far; `cursor` goes on to the end. */
export const deepestRow = 10_000

const id = () => vine.number().positive().withoutDecimals()
const day = () => vine.string().regex(/^\d{4}(-\d{2}){0,2}$/)
const tagNames = () =>
  vine.array(vine.string().trim().minLength(1).maxLength(100)).maxLength(100).parse(split)

/** A query string says `tags=a,b`, or `tags[]=a&tags[]=b`; JSON says a list. */
function split(value: unknown) {
  return typeof value === 'string' ? value.split(',') : value
}

export const idValidator = vine.create({ params: vine.object({ id: id() }) })

export const pagesValidator = vine.create({
  page: vine.number().positive().withoutDecimals().optional(),
  page_size: vine.number().withoutDecimals().range([1, largestPage]).optional(),
  cursor: vine.string().maxLength(500).optional(),
})

const filterFields = () => ({
  q: vine.string().maxLength(2_000).optional(),
  tags: tagNames().optional(),
  rating_min: vine.number().withoutDecimals().range([0, 5]).optional(),
  rating_max: vine.number().withoutDecimals().range([0, 5]).optional(),
  date_from: day().optional(),
  date_to: day().optional(),
  sort: vine
    .string()
    .regex(/^-?\w+-?(,-?\w+-?)*$/)
    .optional(),
})

export const assetListValidator = vine.create({
  ...pagesValidator.schema.getProperties(),
  ...filterFields(),
})

export const tagListValidator = vine.create({
  search: vine.string().trim().maxLength(100).optional(),
  cursor: vine.string().maxLength(500).optional(),
})

const words = () => vine.string().maxLength(100_000).nullable().optional()
const fact = (longest: number) => vine.string().maxLength(longest).nullable().optional()

/** What is not sent stays; null empties. Rating and favourite are the person's own. */
export const assetUpdateValidator = vine.create({
  prompt: words(),
  negative_prompt: words(),
  notes: words(),
  captured_at: fact(19),
  generator: fact(40),
  model: fact(500),
  model_hash: fact(80),
  vae: fact(200),
  seed: fact(40),
  sampler: fact(80),
  scheduler: fact(80),
  steps: vine.number().withoutDecimals().range([0, 100_000]).nullable().optional(),
  cfg_scale: vine.number().range([0, 1_000]).nullable().optional(),
  denoise: vine.number().range([0, 1]).nullable().optional(),
  rating: vine.number().withoutDecimals().range([0, 5]).nullable().optional(),
  favorite: vine.boolean().optional(),
  tags: tagNames().optional(),
  visibility: vine.enum(['everyone', 'private']).optional(),
})

export const uploadValidator = vine.create({
  tags: tagNames().optional(),
  visibility: vine.enum(['everyone', 'private']).optional(),
  collection_id: id().optional(),
  /** Takes ratings and notes over that the files propose. */
  proposals: vine.boolean().optional(),
})

export const thumbnailValidator = vine.create({
  params: vine.object({ id: id() }),
  size: vine.number().in(library.derivativeSizes).optional(),
})

export const selectionValidator = vine.create({
  ids: vine.array(id()).minLength(1).maxLength(500).distinct(),
})

/** Days, as `30d`. */
export const purgeValidator = vine.create({ older_than: vine.string().regex(/^\d{1,5}d$/) })

export const jobListValidator = vine.create({
  state: vine.enum(runStates).optional(),
  cursor: id().optional(),
})

export const jobItemsValidator = vine.create({
  item_state: vine.enum(itemStates).optional(),
  cursor: vine
    .string()
    .regex(/^(queued|done|failed|skipped)\.\d{1,15}$/)
    .optional(),
})

const someIds = (least = 1) => vine.array(id()).minLength(least).maxLength(100).distinct()

/** `threshold`: bits of 256 to the keeper. `directory`: an absolute path in a source folder. */
export const duplicatesValidator = vine.create({
  preset: vine.enum(presetNames).optional(),
  threshold: vine.number().withoutDecimals().range([0, 256]).optional(),
  directory: vine.string().maxLength(4_000).optional(),
  page_size: vine.number().withoutDecimals().range([1, 100]).optional(),
  cursor: vine.string().maxLength(60).optional(),
})

export const ignoreValidator = vine.create({
  ids: someIds(2),
  verdict: vine.enum(['different', 'variants']).optional(),
})

export const mergeValidator = vine.create({
  keep_id: id(),
  merge_ids: someIds(),
  rest: vine.enum(restWays).optional(),
  /** How alike each must be to the keeper. */
  preset: vine.enum(presetNames).optional(),
  /** The source folder that `move` moves to. */
  folder_id: id().optional(),
})

export const moveValidator = vine.create({ ids: someIds(), folder_id: id() })

export const scanValidator = vine.create({
  /** One source folder; all of them where it is left out. */
  folder_id: id().optional(),
  /** That most of its files are gone is meant so. */
  loss_accepted: vine.boolean().optional(),
})

export const exportValidator = vine.create({
  ...filterFields(),
  format: vine.enum(exportFormats).optional(),
})
