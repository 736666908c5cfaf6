import type User from '#accounts/models/user'
import { compile, mentionsTrash } from '#library/search/conditions'
import type { Condition, Context, Driver } from '#library/search/fields/field'
import { all, sql, type Sql } from '#library/search/sql'
import { beyond, needsMarks, orderBy, orderKeys, type Key } from '#library/search/sorting'
import type { ParsedQuery } from '#library/search/tree'

/** Where a search begins and what must hold, before any order or limit. */
export interface Plan {
  from: Sql
  where: Sql
  keys: Key[]
  hints: string[]
}

export interface Slice {
  keys: Key[]
  after?: unknown[] | null
  limit: number
}

/** Decides which condition leads the way and which are only checked. */
export async function planSearch(parsed: ParsedQuery, viewer: User): Promise<Plan> {
  const hints: string[] = []
  const context: Context = { viewer, hint: (message) => void hints.push(message) }
  const conditions = await compile(parsed.tree, context)
  const leading = await leader(conditions)
  const visible = sql('a.audience IN (0, ?)', viewer.id)
  const alive = mentionsTrash(parsed.tree) ? [] : [sql('a.deleted_at IS NULL')]
  const checked = conditions.filter((condition) => condition !== leading)
  const marks = needsMarks(parsed.sort)
    ? sql(' LEFT JOIN marks m ON m.user_id = ? AND m.asset_id = a.id', viewer.id)
    : sql('')
  const from = source(leading?.driver)
  return {
    from: sql(from.sql + marks.sql, ...from.bindings, ...marks.bindings),
    where: led(all([...alive, visible, ...checked]), leading),
    keys: orderKeys(parsed.sort).map((key) => led(key, leading)),
    hints,
  }
}

/** The ids of a slice of the search and their places in the order (`k0`, `k1`, …). */
export function slice({ from, where }: Plan, { keys, after, limit }: Slice): Sql {
  const start = after ? beyond(keys, after) : sql('1 = 1')
  const columns = keys.map((key, index) => `${key.sql} AS k${index}`).join(', ')
  return sql(
    `SELECT a.id, ${columns} FROM ${from.sql} WHERE ${where.sql} AND (${start.sql}) ORDER BY ${orderBy(keys)} LIMIT ?`,
    ...keys.flatMap((key) => key.bindings),
    ...from.bindings,
    ...where.bindings,
    ...start.bindings,
    limit
  )
}

async function leader(conditions: Condition[]) {
  const candidates = conditions.filter((condition) => condition.driver)
  const size = (condition: Condition) => condition.driver!.count || 10_000
  return candidates.sort((one, other) => size(one) - size(other))[0]
}

function source(driver?: Driver): Sql {
  if (!driver) return sql('assets a')
  const on = driver.sql.includes('NULL AS asset_id')
    ? 'a.position = d.position'
    : 'a.id = d.asset_id'
  return sql(`(${driver.sql}) d CROSS JOIN assets a ON ${on}`, ...driver.bindings)
}

/** Both positions are the same number; the leader's is the one its index is ordered by. */
function led<Piece extends Sql>(piece: Piece, leading?: Condition): Piece {
  return leading ? { ...piece, sql: piece.sql.replaceAll('a.position', 'd.position') } : piece
}
