import db from '@adonisjs/lucid/services/db'
import type User from '#accounts/models/user'
import type Asset from '#library/models/asset'
import { flag, integer, list, number, object, orNull, text, time } from '#api/schemas'

/** An asset as the API tells of it; the same in lists and alone. */
export const assetSchema = object({
  id: integer,
  kind: { enum: ['image', 'video', 'audio'] },
  mime: text,
  file_name: text,
  size: integer,
  sha256: text,
  width: orNull(integer),
  height: orNull(integer),
  duration: orNull(number),
  captured_at: text,
  created_at: time,
  edited_at: orNull(time),
  trashed_at: orNull(time),
  missing: flag,
  broken_reason: orNull(text),
  owner_id: integer,
  visibility: { enum: ['everyone', 'private'] },
  locked: flag,
  generator: orNull(text),
  prompt: orNull(text),
  negative_prompt: orNull(text),
  notes: orNull(text),
  model: orNull(text),
  model_hash: orNull(text),
  vae: orNull(text),
  sampler: orNull(text),
  scheduler: orNull(text),
  seed: orNull(text),
  steps: orNull(integer),
  cfg_scale: orNull(number),
  denoise: orNull(number),
  rating: orNull(integer),
  favorite: flag,
  tags: list(text),
  urls: object({ self: text, file: text, thumbnail: text }),
})

/** Assets as the API tells them to this person, in their order: three statements, however many there are. */
export async function assetsJson(assets: Asset[], viewer: User) {
  const ids = assets.map(({ id }) => id)
  const [marks, tags] = await Promise.all([
    db.from('marks').where('user_id', viewer.id).whereIn('asset_id', ids),
    db
      .from('asset_tags')
      .join('tags', 'tags.id', 'asset_tags.tag_id')
      .whereIn('asset_id', ids)
      .orderBy('tags.slug')
      .select('asset_id', 'tags.name'),
  ])
  const markOf = new Map(marks.map((mark) => [mark.asset_id, mark]))
  const tagsOf = Map.groupBy(tags, ({ asset_id: assetId }) => assetId)
  return assets.map((asset) => ({
    ...facts(asset),
    rating: markOf.get(asset.id)?.rating ?? null,
    favorite: !!markOf.get(asset.id)?.favorite,
    tags: (tagsOf.get(asset.id) ?? []).map(({ name }) => name),
    urls: urls(asset),
  }))
}

export async function assetJson(asset: Asset, viewer: User) {
  const [json] = await assetsJson([asset], viewer)
  return json
}

function facts(asset: Asset) {
  return {
    id: asset.id,
    kind: asset.kind,
    mime: asset.mime,
    file_name: asset.fileName,
    size: asset.size,
    sha256: asset.sha256,
    width: asset.width,
    height: asset.height,
    duration: asset.duration,
    captured_at: asset.capturedAt,
    created_at: asset.createdAt.toISO(),
    edited_at: asset.editedAt?.toISO() ?? null,
    trashed_at: asset.deletedAt?.toISO() ?? null,
    missing: asset.missingAt !== null,
    broken_reason: asset.brokenReason,
    owner_id: asset.ownerId,
    visibility: asset.visibility,
    locked: asset.lockedAt !== null,
    generator: asset.generator,
    prompt: asset.prompt,
    negative_prompt: asset.negativePrompt,
    notes: asset.notes,
    model: asset.model,
    model_hash: asset.modelHash,
    vae: asset.vae,
    sampler: asset.sampler,
    scheduler: asset.scheduler,
    seed: asset.seed,
    steps: asset.steps,
    cfg_scale: asset.cfgScale,
    denoise: asset.denoise,
  }
}

function urls({ id }: Asset) {
  const self = `/api/assets/${id}`
  return { self, file: `${self}/file`, thumbnail: `${self}/thumbnail` }
}
