import db from '@adonisjs/lucid/services/db'
import { placeholderUrl } from '#library/gallery/addresses'
import { factGroups } from '#library/curation/facts_shown'
import { layersOf, namesOf } from '#library/curation/item'
import Asset from '#library/models/asset'
import Collection from '#library/models/collection'
import type ShareLink from '#library/models/share_link'

const pageLength = 60

/**
 * The item that stands behind a link, or E_ROW_NOT_FOUND: asked at every request, so that
 * what was taken out, made private or put into the trash is gone from the link too. A link
 * shows what everybody here may see, and its maker's own.
 */
export function findShared(link: ShareLink, id: number) {
  const items = Asset.query().whereIn('id', shared(link).select('a.id'))
  return items.where('id', id).firstOrFail()
}

/** A page of the collection behind a link, in its own order. `from`: the rank and the id of the last item before. */
export async function sharedCollection(link: ShareLink, token: string, from?: string) {
  const collection = await Collection.query()
    .withScopes((scopes) => scopes.visibleTo(link.user))
    .where('id', link.collectionId!)
    .firstOrFail()
  const query = shared(link)
    .orderByRaw('ca.rank, a.id')
    .limit(pageLength + 1)
    .select('ca.rank', 'a.id', 'a.file_name', 'a.kind', 'a.width', 'a.height')
    .select('a.orientation', 'a.sha256', 'a.placeholder')
  const place = (from ?? '').split('~').map(Number)
  if (from && place.length === 2 && place.every(Number.isFinite)) {
    query.whereRaw('(ca.rank, a.id) > (?, ?)', place)
  }
  const found = await query
  const page = found.slice(0, pageLength)
  const last = page.at(-1)
  return {
    collection,
    tiles: page.map((row) => tileOf(row, token)),
    next: found.length > pageLength ? `${last.rank}~${last.id}` : null,
  }
}

/** What the page of one shared item shows: of how it was made only what the link allows. */
export async function sharedItem(link: ShareLink, token: string, asset: Asset) {
  const folder = `/s/${token}`
  return {
    asset,
    tile: tileOf(
      { ...asset.$attributes, file_name: asset.fileName } as unknown as Row,
      token,
      2048
    ),
    original: link.allowsDownload ? `${folder}/originals/${asset.id}` : null,
    groups: link.showsMetadata ? await factsOf(asset) : [],
    backHref: link.collectionId ? folder : null,
  }
}

async function factsOf(asset: Asset) {
  const [layers, { owner }] = [await layersOf(asset.id), await namesOf(asset)]
  const groups = factGroups(asset, layers, { owner })
  return groups
    .filter(({ title }) => title !== 'File')
    .map((group) => ({ ...group, facts: group.facts.filter(({ text }) => text !== null) }))
    .filter(({ facts }) => facts.length > 0)
}

function shared(link: ShareLink) {
  const items = db
    .from('assets as a')
    .whereIn('a.audience', [0, link.userId])
    .whereNull('a.deleted_at')
  if (link.assetId) return items.where('a.id', link.assetId)
  return items
    .join('collection_assets as ca', 'ca.asset_id', 'a.id')
    .join('collections as c', 'c.id', 'ca.collection_id')
    .where('ca.collection_id', link.collectionId!)
    .where((seen) => seen.where('c.visibility', 'everyone').orWhere('c.owner_id', link.userId))
}

interface Row {
  id: number
  file_name: string
  kind: Asset['kind']
  width: number | null
  height: number | null
  orientation: number | null
  sha256: string
  placeholder: string | null
}

/** A picture of a shared page. Its prompt is nowhere in it, not even for those who cannot see it. */
function tileOf(row: Row, token: string, large: 640 | 2048 = 640) {
  const turned = (row.orientation ?? 1) >= 5
  const thumbnail = (size: number) =>
    `/s/${token}/thumbnails/${row.id}/${size}?v=${row.sha256.slice(0, 8)}`
  return {
    id: row.id,
    name: row.file_name,
    href: `/s/${token}/items/${row.id}`,
    kind: row.kind,
    width: (turned ? row.height : row.width) ?? 4,
    height: (turned ? row.width : row.height) ?? 3,
    small: thumbnail(320),
    large: thumbnail(large),
    placeholder: placeholderUrl(row.placeholder),
  }
}
