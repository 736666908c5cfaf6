import { seenAssets } from '#library/seeing'
import db from '@adonisjs/lucid/services/db'
import type User from '#accounts/models/user'
import { countsOf } from '#library/curation/collections'
import { tileOf } from '#library/gallery/tiles'
import { parseQuery } from '#library/search/language'
import { lastRank, type Surroundings } from '#library/search/neighbours'
import { readTile, tileColumn, type TileText } from '#library/search/tiles'
import type Collection from '#library/models/collection'

const pageLength = 60

/** One page of a collection in its own order. `from` is the rank and the id of the last item before it: '3.5~12'. */
export async function collectionPage(collection: Collection, viewer: User, from?: string) {
  const query = itemsOf(collection.id, viewer)
    .limit(pageLength + 1)
    .select('ca.rank', 'a.id', db.raw(tileColumn()))
  query.leftJoin('marks as m', (join) => {
    join.on('m.asset_id', 'a.id').andOnVal('m.user_id', viewer.id)
  })
  const place = readPlace(from)
  if (place) query.whereRaw('(ca.rank, a.id) > (?, ?)', place)
  const found: { rank: number; id: number; tile: TileText }[] = await query
  const page = found.slice(0, pageLength)
  const last = page.at(-1)
  const counts = await countsOf([collection.id], viewer)
  return {
    collection,
    q: searchOf(collection.id),
    count: counts.get(collection.id) ?? 0,
    tiles: page.map(({ tile }) => tileOf(readTile(tile), searchOf(collection.id))),
    nextId: found[pageLength]?.id ?? null,
    next: found.length > pageLength && last ? `${last.rank}~${last.id}` : null,
  }
}

/** The search that finds a collection. */
export const searchOf = (collectionId: number) => `in:${collectionId}`

/** What lies around an item in a collection's own order, where that is all a search asks for; else null. */
export async function collectionNeighbours(
  q: string,
  assetId: number,
  viewer: User
): Promise<Surroundings | null> {
  const { tree, sort } = parseQuery(q)
  const field = tree?.type === 'field' && tree.name === 'in' && !sort.length ? tree : null
  const id = field?.operator === '' && field.values.length === 1 ? field.values[0].text : ''
  if (!/^\d{1,9}$/.test(id)) return null
  const collectionId = Number(id)
  const place = await placeOf(collectionId, assetId, viewer)
  if (!place) return null
  const previous = await before(collectionId, place, viewer).limit(lastRank)
  return {
    previous: previous[0]?.id ?? null,
    next: await idOf(after(collectionId, place, viewer).first()),
    rank: {
      number: Math.min(previous.length + 1, lastRank),
      capped: previous.length === lastRank,
    },
  }
}

/** The item a step up or down stands before, in the order everybody sees. */
export async function stepTarget(
  collectionId: number,
  assetId: number,
  to: 'up' | 'down' | 'first' | 'last',
  viewer: User
): Promise<number | null> {
  if (to === 'last') return null
  if (to === 'first') return idOf(itemsOf(collectionId, viewer).select('a.id').first())
  const place = await placeOf(collectionId, assetId, viewer)
  if (!place) return assetId
  if (to === 'up') return (await idOf(before(collectionId, place, viewer).first())) ?? assetId
  return idOf(after(collectionId, place, viewer, 1).first())
}

function itemsOf(collectionId: number, viewer: User) {
  const seen = seenAssets(viewer)
  return db
    .from('collection_assets as ca')
    .join('assets as a', 'a.id', 'ca.asset_id')
    .where('ca.collection_id', collectionId)
    .whereRaw(seen.sql, seen.bindings)
    .whereNull('a.deleted_at')
    .orderByRaw('ca.rank, a.id')
}

type Place = [rank: number, assetId: number]

async function placeOf(collectionId: number, assetId: number, viewer: User): Promise<Place | null> {
  const row = await itemsOf(collectionId, viewer).where('a.id', assetId).select('ca.rank').first()
  return row ? [row.rank, assetId] : null
}

function before(collectionId: number, place: Place, viewer: User) {
  return itemsOf(collectionId, viewer)
    .clearOrder()
    .orderByRaw('ca.rank DESC, a.id DESC')
    .whereRaw('(ca.rank, a.id) < (?, ?)', place)
    .select('a.id')
}

function after(collectionId: number, place: Place, viewer: User, skip = 0) {
  return itemsOf(collectionId, viewer)
    .whereRaw('(ca.rank, a.id) > (?, ?)', place)
    .offset(skip)
    .select('a.id')
}

async function idOf(found: PromiseLike<{ id: number } | null>) {
  const row = await found
  return row?.id ?? null
}

function readPlace(from?: string) {
  const [rank, id] = (from ?? '').split('~').map(Number)
  return from && Number.isFinite(rank) && Number.isInteger(id) ? [rank, id] : null
}
