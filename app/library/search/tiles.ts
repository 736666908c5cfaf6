import type User from '#accounts/models/user'
import type { Kind } from '#library/models/asset'
import { rows, sql, type Sql } from '#library/search/sql'
import { orderBy, type Key } from '#library/search/sorting'

/** What a tile of the gallery shows; rating and favorite are the viewer's own. */
export interface TileRow {
  id: number
  kind: Kind
  fileName: string
  extension: string
  width: number | null
  height: number | null
  orientation: number | null
  frames: number | null
  duration: number | null
  size: number
  sha256: string
  placeholder: string | null
  brokenReason: string | null
  missingAt: string | null
  deletedAt: string | null
  capturedAt: string
  createdAt: string
  generator: string | null
  model: string | null
  seed: string | null
  steps: number | null
  visibility: 'everyone' | 'private'
  promptSnippet: string | null
  rating: number | null
  favorite: boolean
}

/** Sort values under their names in a statement: k0, k1 … */
export type Place = Record<`k${number}`, unknown>

/** The tiles of a slice, each with its place in the order. */
export async function tiles(query: Sql, viewer: User, keys: Key[]) {
  const keyCount = keys.length
  const places = Array.from({ length: keyCount }, (_none, index) => `found.k${index}`).join(', ')
  const found = await rows<TileRow & Place>(
    sql(
      `SELECT ${tileColumns}, ${places} FROM (${query.sql}) AS found JOIN assets a ON a.id = found.id
        LEFT JOIN marks m ON m.user_id = ? AND m.asset_id = a.id ORDER BY ${orderBy(keys)}`,
      ...query.bindings,
      viewer.id
    )
  )
  return found.map((row) => ({ place: place(row, keyCount), row: tile(row) }))
}

const tileColumns = `a.id, a.kind, a.file_name AS "fileName", a.extension, a.width, a.height, a.orientation,
  a.frames, a.duration, a.size, a.sha256, a.placeholder, a.broken_reason AS "brokenReason",
  a.missing_at AS "missingAt", a.deleted_at AS "deletedAt", a.captured_at AS "capturedAt",
  a.created_at AS "createdAt", a.generator, a.model, a.seed, a.steps, a.visibility,
  substr(a.prompt, 1, 160) AS "promptSnippet", m.rating, m.favorite`

/** The sort values of a row, as a cursor keeps them. */
export function place(row: Place, keyCount: number) {
  return Array.from({ length: keyCount }, (_none, index) => {
    const value = row[`k${index}`]
    return typeof value === 'bigint' ? Number(value) : value
  })
}

/** Changed in place: there are sixty of them on every page. */
function tile(row: TileRow): TileRow {
  row.size = Number(row.size)
  row.favorite = !!row.favorite
  return row
}
