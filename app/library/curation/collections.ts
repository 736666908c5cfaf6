import { seenAssets } from '#library/seeing'
import db from '@adonisjs/lucid/services/db'
import type User from '#accounts/models/user'
import { thumbnailUrl } from '#library/gallery/addresses'
import type { NameOption } from '#library/curation/tag_list'
import Collection from '#library/models/collection'
import { rightsOnCollection } from '#library/rights'

/** A collection of the overview: how much of it this person sees, and the picture that stands for it. */
export interface CollectionCard {
  collection: Collection
  count: number
  cover: string | null
}

const pageLength = 60

/** The collection this person may see, or E_ROW_NOT_FOUND. */
export function findCollection(viewer: User, id: number) {
  return Collection.query()
    .withScopes((scopes) => scopes.visibleTo(viewer))
    .where('id', id)
    .preload('owner')
    .firstOrFail()
}

/** What the page of a collection offers. */
export async function collectionAbilities(viewer: User, collection: Collection) {
  const { edit, own, invited } = await rightsOnCollection(viewer, collection)
  const isFree = !collection.lockedAt
  return {
    fill: edit && isFree,
    edit: (own || invited) && isFree,
    share: own,
    lock: own,
  }
}

/** The collection of this name that a person may fill, their own before those of others; made where there is none. */
export async function findOrCreateCollection(owner: User, name: string) {
  const found = await Collection.query()
    .withScopes((scopes) => scopes.fillableBy(owner))
    .whereRaw('lower(name) = lower(?)', [name])
    .orderByRaw('CASE WHEN owner_id = ? THEN 0 ELSE 1 END', [owner.id])
    .first()
  return found ?? Collection.create({ name, ownerId: owner.id, visibility: 'everyone' })
}

/** One page of the collections a person may see, by name. `after` is the number of the last one of the page before. */
export async function collectionCards(viewer: User, after?: number) {
  const query = Collection.query()
    .withScopes((scopes) => scopes.visibleTo(viewer))
    .preload('owner')
    .orderByRaw('lower(name), id')
    .limit(pageLength + 1)
  if (after) {
    query.whereRaw('(lower(name), id) > (SELECT lower(name), id FROM collections WHERE id = ?)', [
      after,
    ])
  }
  const found = await query
  const page = found.slice(0, pageLength)
  const ids = page.map(({ id }) => id)
  const [counts, covers] = [await countsOf(ids, viewer), await coversOf(page, viewer)]
  const cards = page.map((collection): CollectionCard => {
    const { id } = collection
    return { collection, count: counts.get(id) ?? 0, cover: covers.get(id) ?? null }
  })
  return { cards, next: found.length > pageLength ? page.at(-1)!.id : null }
}

/** How many items of each collection a person sees. */
export async function countsOf(ids: number[], viewer: User): Promise<Map<number, number>> {
  const seen = seenAssets(viewer)
  const rows = await db
    .from('collection_assets as ca')
    .join('assets as a', 'a.id', 'ca.asset_id')
    .whereIn('ca.collection_id', ids)
    .whereRaw(seen.sql, seen.bindings)
    .whereNull('a.deleted_at')
    .groupBy('ca.collection_id')
    .select('ca.collection_id as id')
    .count('* as count')
  return new Map(rows.map(({ id, count }) => [id, Number(count)]))
}

/** The names that complete a field: those a person may put something into. */
export async function collectionNames(viewer: User): Promise<NameOption[]> {
  const rows = await Collection.query()
    .withScopes((scopes) => scopes.fillableBy(viewer))
    .orderByRaw('lower(name)')
    .limit(500)
    .select('id', 'name')
  const counts = await countsOf(
    rows.map(({ id }) => id),
    viewer
  )
  return rows.map(({ id, name }) => ({ name, count: counts.get(id) ?? 0 }))
}

/** The chosen cover, else the first picture, of what the person may see. */
async function coversOf(collections: Collection[], viewer: User): Promise<Map<number, string>> {
  if (!collections.length) return new Map()
  const [chosen, first] = [seenAssets(viewer, 's'), seenAssets(viewer, 'f')]
  const rows = await db
    .from('collections as c')
    .joinRaw(
      `JOIN assets a ON a.id = coalesce(
        (SELECT s.id FROM assets s WHERE s.id = c.cover_asset_id
           AND ${chosen.sql} AND s.deleted_at IS NULL),
        (SELECT f.id FROM collection_assets ca JOIN assets f ON f.id = ca.asset_id
         WHERE ca.collection_id = c.id AND ${first.sql} AND f.deleted_at IS NULL
           AND f.placeholder IS NOT NULL ORDER BY ca.rank LIMIT 1))`,
      [...chosen.bindings, ...first.bindings]
    )
    .whereIn(
      'c.id',
      collections.map(({ id }) => id)
    )
    .select('c.id', 'a.id as assetId', 'a.sha256')
  return new Map(
    rows.map(({ id, assetId, sha256 }) => [id, thumbnailUrl({ id: assetId, sha256 }, 640)])
  )
}
