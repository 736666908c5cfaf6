import type User from '#accounts/models/user'
import { compile, mentionsTrash } from '#library/search/conditions'
import { countAll } from '#library/search/counters'
import { chooseLeader } from '#library/search/leading'
import type { Condition, Context, Driver } from '#library/search/fields/field'
import { all, isSqlite, sql, type Sql } from '#library/search/sql'
import { beyond, needsMarks, orderBy, orderKeys, type Key } from '#library/search/sorting'
import type { ParsedQuery } from '#library/search/tree'

/** Where a search begins and what must hold, before any order or limit. */
export interface Plan {
  from: Sql
  where: Sql
  keys: Key[]
  hints: string[]
  /** The same search over the newest candidates only, however few of them it wants. */
  bounded: { from(candidates: number): Sql; where: Sql; candidates: Sql } | null
  /** How many there are, where that needs no counting. */
  exact(): Promise<number | null>
}

export interface Slice {
  keys: Key[]
  after?: unknown[] | null
  limit: number
}

/** Decides which condition leads the way and which are only checked. */
export async function planSearch(parsed: ParsedQuery, viewer: User): Promise<Plan> {
  const hints: string[] = []
  const trash = mentionsTrash(parsed.tree)
  const context: Context = { viewer, trash, hint: (message) => void hints.push(message) }
  const conditions = await compile(parsed.tree, context)
  const leading = await chooseLeader(conditions)
  const visible = [
    ...(trash ? [] : [sql('a.deleted_at IS NULL')]),
    sql('a.audience IN (0, ?)', viewer.id),
  ]
  const checked = conditions.filter((condition) => condition !== leading)
  const byPosition = parsed.sort.length === 0 || parsed.sort[0].key === 'date'
  const assets = !trash && (byPosition || leading) ? feed() : 'assets a'
  const marks = needsMarks(parsed.sort)
    ? sql(' LEFT JOIN marks m ON m.user_id = ? AND m.asset_id = a.id', viewer.id)
    : sql('')
  const from = leading ? led(leading.driver!, assets) : sql(assets)
  const where = all([...visible, ...checked])
  return {
    from: sql(from.sql + marks.sql, ...from.bindings, ...marks.bindings),
    where: leading ? fromLeader(where) : where,
    keys: orderKeys(parsed.sort).map((key) => (leading ? fromLeader(key) : key)),
    hints,
    bounded: checked.some(({ span }) => !span) ? bounded(visible, checked, assets, leading) : null,
    exact: async () => (trash || checked.length ? null : exactCount(leading?.driver, viewer)),
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

async function exactCount(driver: Driver | undefined, viewer: User) {
  if (!driver) return countAll(viewer)
  return driver.overlapping ? null : (driver.count ?? null)
}

function bounded(visible: Sql[], checked: Condition[], assets: string, leading?: Condition) {
  const spans = all(checked.filter(({ span }) => span))
  const candidates = leading
    ? sql(
        `${leading.driver!.sql} AND (${spans.sql.replaceAll('a.position', 'position')}) ORDER BY position DESC LIMIT ?`,
        ...leading.driver!.bindings,
        ...spans.bindings
      )
    : everything(all([...visible, spans]), assets)
  return {
    candidates,
    from: (limit: number) =>
      led({ ...candidates, bindings: [...candidates.bindings, limit] }, assets),
    where: fromLeader(all([...visible, ...checked.filter(({ span }) => !span)])),
  }
}

function everything(where: Sql, assets: string) {
  return sql(
    `SELECT a.position FROM ${assets} WHERE ${where.sql} ORDER BY a.position DESC LIMIT ?`,
    ...where.bindings
  )
}

function led(driver: Sql | Driver, assets: string): Sql {
  return sql(
    `(${driver.sql}) d CROSS JOIN ${assets} ON a.position = d.position`,
    ...driver.bindings
  )
}

/** The index that holds all that says who may see what; left alone, SQLite takes another and reads the wide rows. */
function feed() {
  return isSqlite() ? 'assets a INDEXED BY assets_feed' : 'assets a'
}

/** Both positions are the same number; the leader's is the one its index is ordered by. */
function fromLeader<Piece extends Sql>(piece: Piece): Piece {
  return { ...piece, sql: piece.sql.replaceAll('a.position', 'd.position') }
}
