import db from '@adonisjs/lucid/services/db'
import type User from '#accounts/models/user'
import { tileOf, type Tile } from '#library/gallery/tiles'
import { readTile, tileColumn } from '#library/search/tiles'
import { seenAssets } from '#library/seeing'
import type Product from '#studio/models/product'
import type Project from '#studio/models/project'

const pageLength = 60

export type ProductTile = Tile & { stage: Product['stage'] }

interface Asked {
  stage?: Product['stage']
  /** The product the page before ended with. */
  before?: number
  limit?: number
}

/** A page of what was made for a project, the latest first, as far as this person sees it. */
export async function productTiles(project: Project, viewer: User, asked: Asked = {}) {
  const { limit = pageLength } = asked
  const query = eachPictureOnce(seenProducts(project, viewer))
    .joinRaw('LEFT JOIN marks m ON m.user_id = ? AND m.asset_id = a.id', [viewer.id])
    .orderBy('p.id', 'desc')
    .limit(limit + 1)
    .select('p.id', 'p.stage', db.raw(tileColumn()))
  if (asked.stage) query.where('p.stage', asked.stage)
  if (asked.before) query.where('p.id', '<', asked.before)
  const found = await query
  const page = found.slice(0, limit)
  const tiles = page.map(({ stage, tile }): ProductTile => ({
    ...tileOf(readTile(tile), ''),
    stage,
  }))
  return { tiles, next: found.length > limit ? (page.at(-1)!.id as number) : null }
}

/** How many there are of each stage. */
export async function stageCounts(project: Project, viewer: User) {
  const rows = await eachPictureOnce(seenProducts(project, viewer))
    .groupBy('p.stage')
    .select('p.stage')
    .count('* as count')
  const counts = Object.fromEntries(rows.map(({ stage, count }) => [stage, Number(count)]))
  return counts as Partial<Record<Product['stage'], number>>
}

/** What was made twice, byte for byte, is one item of the library. */
function eachPictureOnce(products: ReturnType<typeof seenProducts>) {
  return products.whereRaw(
    `p.id = (SELECT max(same.id) FROM products same
      WHERE same.asset_id = p.asset_id AND same.project_id = p.project_id)`
  )
}

/** Products `p` of a project with their assets `a`, without what this person may not see and what is in the trash. */
export function seenProducts(project: Project, viewer: User) {
  const seen = seenAssets(viewer)
  return db
    .from('products as p')
    .join('assets as a', 'a.id', 'p.asset_id')
    .where('p.project_id', project.id)
    .whereRaw(seen.sql, seen.bindings)
    .whereNull('a.deleted_at')
}
