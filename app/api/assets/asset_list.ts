import { errors } from '@vinejs/vine'
import type User from '#accounts/models/user'
import { assetsJson } from '#api/assets/asset_json'
import { searchText, type AssetFilters } from '#api/assets/query'
import { deepestRow } from '#api/validators'
import { assetIds, countAssets } from '#library/search/searching'
import Asset from '#library/models/asset'

/** So many are counted; `total_is_capped` says that there are more. */
const mostCounted = 100_000

interface Asked extends AssetFilters {
  page?: number
  page_size?: number
  cursor?: string
}

/**
 * A page of what a search finds, by number or from a cursor, for this person. A mistake in
 * the search throws a 422 at `q` with its column.
 */
export async function listAssets(asked: Asked, viewer: User, kind?: 'image') {
  const size = asked.page_size ?? 50
  const q = searchText(asked, kind)
  const skip = asked.cursor ? 0 : ((asked.page ?? 1) - 1) * size
  if (skip + size > deepestRow) {
    throw invalid('page', `Pages reach ${deepestRow} items far. Go on with cursor instead.`)
  }
  const { ids, next, error } = await assetIds({
    q,
    viewer,
    after: asked.cursor,
    limit: skip + size,
  })
  if (error) throw invalid('q', `${error.message} (column ${error.column} of: ${q})`)
  const { count, capped } = await countAssets({ q, viewer, cap: mostCounted })
  return {
    items: await assetsByIds(ids.slice(skip), viewer),
    total: count,
    total_is_capped: capped,
    next,
  }
}

/** These items as the API tells them, in this order, without those the person may not see. */
export async function assetsByIds(ids: number[], viewer: User) {
  const found = await Asset.query()
    .withScopes((scopes) => scopes.visibleTo(viewer))
    .whereIn('id', ids)
  const byId = new Map(found.map((asset) => [asset.id, asset]))
  const seen = ids.flatMap((id) => byId.get(id) ?? [])
  return assetsJson(seen, viewer)
}

function invalid(field: string, message: string) {
  return new errors.E_VALIDATION_ERROR([{ field, message, rule: field }])
}
