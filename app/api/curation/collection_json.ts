import type User from '#accounts/models/user'
import { flag, integer, object, orNull, text, time } from '#api/schemas'
import { countsOf } from '#library/curation/collections'
import type Collection from '#library/models/collection'

export const collectionSchema = object({
  id: integer,
  name: text,
  description: orNull(text),
  visibility: { enum: ['everyone', 'private'] },
  locked: flag,
  owner_id: integer,
  cover_asset_id: orNull(integer),
  count: integer,
  query: text,
  created_at: time,
  updated_at: orNull(time),
})

/** Collections with how many items of each this person sees, and the search that finds them. */
export async function collectionsJson(collections: Collection[], viewer: User) {
  const ids = collections.map(({ id }) => id)
  const counts = await countsOf(ids, viewer)
  return collections.map((collection) => ({
    id: collection.id,
    name: collection.name,
    description: collection.description,
    visibility: collection.visibility,
    locked: collection.lockedAt !== null,
    owner_id: collection.ownerId,
    cover_asset_id: collection.coverAssetId,
    count: counts.get(collection.id) ?? 0,
    query: `in:${collection.id}`,
    created_at: collection.createdAt.toISO(),
    updated_at: collection.updatedAt?.toISO() ?? null,
  }))
}

export async function collectionJson(collection: Collection, viewer: User) {
  const [json] = await collectionsJson([collection], viewer)
  return json
}
