import type User from '#accounts/models/user'
import type { Kind } from '#library/models/asset'
import { isSqlite } from '#core/dialect'
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
  lockedAt: string | null
  promptSnippet: string | null
  rating: number | null
  favorite: boolean
}

/** Sort values under their names in a statement: k0, k1 … */
export type Place = Record<`k${number}`, string | number>

/** The tiles of a slice, each with its place in the order. */
export async function tiles(query: Sql, viewer: User, keys: Key[]) {
  const keyCount = keys.length
  const places = Array.from({ length: keyCount }, (_none, index) => `found.k${index}`).join(', ')
  const found = await rows<{ tile: TileText } & Place>(
    sql(
      `SELECT ${tileColumn()}, ${places} FROM (${query.sql}) AS found JOIN assets a ON a.id = found.id
        LEFT JOIN marks m ON m.user_id = ? AND m.asset_id = a.id ORDER BY ${orderBy(keys)}`,
      ...query.bindings,
      viewer.id
    )
  )
  return found.map((row) => ({ place: place(row, keyCount), text: row.tile }))
}

const columns: Record<keyof TileRow, string> = {
  id: 'a.id',
  kind: 'a.kind',
  fileName: 'a.file_name',
  extension: 'a.extension',
  width: 'a.width',
  height: 'a.height',
  orientation: 'a.orientation',
  frames: 'a.frames',
  duration: 'a.duration',
  size: 'a.size',
  sha256: 'a.sha256',
  placeholder: 'a.placeholder',
  brokenReason: 'a.broken_reason',
  missingAt: 'a.missing_at',
  deletedAt: 'a.deleted_at',
  capturedAt: 'a.captured_at',
  createdAt: 'a.created_at',
  generator: 'a.generator',
  model: 'a.model',
  seed: 'a.seed',
  steps: 'a.steps',
  visibility: 'a.visibility',
  lockedAt: 'a.locked_at',
  promptSnippet: 'substr(a.prompt, 1, 160)',
  rating: 'm.rating',
  favorite: 'coalesce(m.favorite, false)',
}

const columnList = Object.entries(columns).map(([name, column]) => `'${name}', ${column}`)

/** A tile as JSON. */
export type TileText = string

/**
 * A tile as one value, of an asset `a` and the viewer's mark `m`: sqlite3 takes longer to
 * hand over twenty-five values of sixty rows than SQLite to find them.
 */
export function tileColumn() {
  const json = `(${columnList.join(', ')})`
  return isSqlite() ? `json_object${json} AS tile` : `json_build_object${json}::text AS tile`
}

export function readTile(text: TileText): TileRow {
  const row: TileRow = JSON.parse(text)
  row.favorite = !!row.favorite
  return row
}

/** The sort values of a row, as a cursor keeps them. */
export function place(row: Place, keyCount: number) {
  return Array.from({ length: keyCount }, (_none, index) => {
    const value = row[`k${index}`]
    return typeof value === 'bigint' ? Number(value) : value
  })
}
