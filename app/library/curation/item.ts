import { seenCollections } from '#library/seeing'
import db from '@adonisjs/lucid/services/db'
import type { QueryClientContract } from '@adonisjs/lucid/types/database'
import type User from '#accounts/models/user'
import { assetUrl, libraryUrl, thumbnailUrl } from '#library/gallery/addresses'
import { a1111Text } from '#library/curation/a1111_text'
import { collectionNeighbours } from '#library/curation/collection_page'
import { factGroups, type Layers } from '#library/curation/facts_shown'
import { pictureOf } from '#library/curation/picture'
import { readableCount } from '#library/gallery/readable'
import { storedCopy } from '#library/importing/drift'
import { replacingRun } from '#library/importing/replacements'
import { rightsOnAsset } from '#library/rights'
import { neighbours, type Surroundings } from '#library/search/neighbours'
import { countAssets } from '#library/search/searching'
import Asset from '#library/models/asset'

/** The asset this person may see, or E_ROW_NOT_FOUND. */
export function findAsset(viewer: User, id: number) {
  return Asset.query()
    .withScopes((scopes) => scopes.visibleTo(viewer))
    .where('assets.id', id)
    .firstOrFail()
}

/** Everything the page of one asset shows. */
export async function itemPage(asked: { asset: Asset; q: string; viewer: User }) {
  const { asset, q, viewer } = asked
  const [layers, mark, tags, collections, chunks, versions, near, total, people, changing, can] =
    await Promise.all([
      layersOf(asset.id),
      markOf(asset.id, viewer),
      tagsOf(asset.id),
      collectionsOf(asset.id, viewer),
      chunksOf(asset.id),
      versionsOf(asset.id),
      surroundingsOf(asset.id, q, viewer),
      countAssets({ q, viewer }),
      namesOf(asset),
      changeOf(asset, viewer),
      abilities(viewer, asset),
    ])
  return {
    ...asked,
    title: asset.fileName,
    picture: pictureOf(asset),
    groups: factGroups(asset, layers, people),
    copies: { prompt: asset.prompt, a1111: a1111Text(asset, layers) },
    mark,
    proposal: mark.rating ? null : ratingProposed(layers),
    tags,
    collections,
    chunks,
    versions,
    ...changing,
    place: near.rank && placeInWords(near.rank, total),
    prefetch: await largePictures([near.next, near.previous]),
    next: near.next,
    previousHref: near.previous && assetUrl(near.previous, q),
    nextHref: near.next && assetUrl(near.next, q),
    backHref: libraryUrl({ q }),
    can,
  }
}

/** The run that gives it another file, and what can be done about one that changed on the disk. */
async function changeOf(asset: Asset, viewer: User) {
  const [run, copy] = await Promise.all([
    replacingRun(asset),
    asset.driftedAt && asset.sourceFolderId !== null ? storedCopy(asset, viewer) : null,
  ])
  return { replacing: run?.id as number | undefined, hasCopy: copy !== null }
}

/** A collection has an order of its own; every other search is asked. */
async function surroundingsOf(assetId: number, q: string, viewer: User): Promise<Surroundings> {
  return (await collectionNeighbours(q, assetId, viewer)) ?? neighbours({ q, viewer, assetId })
}

type Counted = Pick<Awaited<ReturnType<typeof countAssets>>, 'count' | 'capped'>

/** '214 of 1,248', or '1,000+ of 30,000' where counting stopped. */
function placeInWords({ number, capped }: NonNullable<Surroundings['rank']>, total: Counted) {
  return `${readableCount(number, capped)} of ${readableCount(total.count, total.capped)}`
}

/** Addresses of the pictures a person is likely to look at next. */
async function largePictures(ids: (number | null)[]): Promise<string[]> {
  const near = ids.filter((id) => id !== null)
  if (!near.length) return []
  const rows = await db
    .from('assets')
    .whereIn('id', near)
    .whereNotNull('placeholder')
    .select('id', 'sha256')
  return rows.map((row) => thumbnailUrl(row, 2048))
}

/** What the page of an asset offers. */
export async function abilities(viewer: User, asset: Asset) {
  const { edit, manage, own } = await rightsOnAsset(viewer, asset)
  const [isFree, isThere] = [!asset.lockedAt, !asset.deletedAt]
  return {
    edit: edit && isFree,
    collect: manage,
    replace: manage && isFree,
    show: own && isFree,
    share: own,
    lock: own && isThere,
    trash: manage && isFree && isThere,
    restore: manage && !isThere,
    order: viewer.canEdit,
  }
}

/** The two layers an asset's facts come from. */
export async function layersOf(assetId: number): Promise<Layers> {
  const row = await db.from('asset_metadata').where('asset_id', assetId).first()
  return { parsed: JSON.parse(row?.parsed ?? '{}'), own: JSON.parse(row?.own ?? '{}') }
}

/** What the file says of a rating, for who has given none. */
function ratingProposed({ parsed }: Layers) {
  const { rating, source } = parsed
  return rating ? { rating, source: source?.rating ?? 'the file' } : null
}

export async function markOf(assetId: number, viewer: User) {
  const row = await db.from('marks').where({ asset_id: assetId, user_id: viewer.id }).first()
  return { rating: (row?.rating ?? 0) as number, favorite: !!row?.favorite }
}

export async function tagsOf(
  assetId: number,
  client: QueryClientContract = db.connection()
): Promise<{ id: number; name: string }[]> {
  return client
    .from('asset_tags')
    .join('tags', 'tags.id', 'asset_tags.tag_id')
    .where('asset_tags.asset_id', assetId)
    .orderBy('tags.slug')
    .select('tags.id', 'tags.name')
}

/** The collections an asset is in, as far as this person may see them. */
export async function collectionsOf(
  assetId: number,
  viewer: User
): Promise<{ id: number; name: string }[]> {
  const seen = seenCollections(viewer, 'c')
  return db
    .from('collection_assets as ca')
    .join('collections as c', 'c.id', 'ca.collection_id')
    .where('ca.asset_id', assetId)
    .whereRaw(seen.sql, seen.bindings)
    .orderBy('c.name')
    .select('c.id', 'c.name')
}

export async function versionsOf(assetId: number) {
  return db
    .from('asset_versions as v')
    .leftJoin('users as u', 'u.id', 'v.user_id')
    .where('v.asset_id', assetId)
    .orderBy('v.id', 'desc')
    .limit(100)
    .select('v.*', 'u.full_name as person')
}

function chunksOf(assetId: number): Promise<{ id: number; container: string; keyword: string }[]> {
  return db
    .from('asset_chunks')
    .where('asset_id', assetId)
    .orderBy('id')
    .limit(100)
    .select('id', 'container', 'keyword')
    .select(db.raw('length(body) as size')) as any
}

/** The people and places an asset names by number. */
export async function namesOf(asset: Asset) {
  const owner = await db.from('users').where('id', asset.ownerId).select('full_name').first()
  const folder =
    asset.sourceFolderId &&
    (await db.from('source_folders').where('id', asset.sourceFolderId).select('name').first())
  return { owner: owner?.full_name as string, folder: folder?.name as string | undefined }
}
