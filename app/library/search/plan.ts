import { seenAssets } from '#library/seeing'
import type User from '#accounts/models/user'
import { compile, mentionsTrash } from '#library/search/conditions'
import { countAll } from '#library/search/counters'
import { lead } from '#library/search/leading'
import type { Condition, Context, Driver } from '#library/search/fields/field'
import { isSqlite } from '#core/dialect'
import { all, rows, sql, type Sql } from '#library/search/sql'
import type { Place } from '#library/search/tiles'
import {
  beyond,
  indexOf,
  needsMarks,
  orderBy,
  orderKeys,
  type Key,
  type KeyValues,
} from '#library/search/sorting'
import { conjuncts, join, type Node, type ParsedQuery } from '#library/search/tree'

/** Where a search begins and what must hold, before any order or limit. */
export interface Plan {
  from: Sql
  where: Sql
  /** The part of `where` that says who may see what, and between which positions. */
  within: Sql
  /** The rest of it. */
  checked: Sql
  keys: Key[]
  /** Where stars are the first order: a search for each number of them, one after the other. */
  stars?: Star[]
  hints: string[]
  /**
   * Looks at the oldest candidates above a position: how many there were, how
   * many of them are found, and the highest. Null where all candidates are found.
   */
  look: ((above: number, candidates: number) => Sql) | null
  /** How many there are, where that needs no counting. */
  exact(): Promise<number | null>
}

export interface Star {
  /** Its place in the order. */
  value: number
  plan(): Promise<Plan>
}

export interface Slice {
  keys: Key[]
  /** Comes before the other keys, and is the same for the whole slice. */
  star?: Key
  after?: KeyValues | null
  limit: number
}

/** In an order that no index has, only so many of the newest are sorted; a page must not wait for a million. */
export const sorting = { most: 50_000 }

/** Decides which condition leads the way and which are only checked. */
export async function planSearch(parsed: ParsedQuery, viewer: User): Promise<Plan> {
  const plan = await planAll(parsed, viewer)
  const [first] = parsed.sort
  if (!first || ['date', 'rating'].includes(first.key)) return plan
  if (indexOf(parsed.sort) && !mentionsTrash(parsed.tree)) return plan
  const count = await plan.exact()
  return count !== null && count <= sorting.most ? plan : sortNewest(plan, parsed, viewer)
}

async function sortNewest(plan: Plan, parsed: ParsedQuery, viewer: User): Promise<Plan> {
  const newest = await planAll({ ...parsed, sort: [] }, viewer)
  const found = slice(newest, { keys: newest.keys, limit: sorting.most + 1 })
  const [cut] = await rows<Place>(
    sql(`SELECT k0 FROM (${found.sql}) AS newest LIMIT 1 OFFSET ?`, ...found.bindings, sorting.most)
  )
  if (!cut) return plan
  const newer = sql(`${newest.keys[0].sql} > ?`, Number(cut.k0))
  const most = sorting.most.toLocaleString('en')
  const hint = `Only the newest ${most} found are sorted. Narrow the search to sort all of them.`
  return {
    ...plan,
    where: all([plan.where, newer]),
    within: all([plan.within, newer]),
    hints: [...plan.hints, hint],
  }
}

async function planAll(parsed: ParsedQuery, viewer: User): Promise<Plan> {
  const hints: string[] = []
  const trash = mentionsTrash(parsed.tree)
  const context: Context = { viewer, trash, hint: (message) => void hints.push(message) }
  const conditions = await compile(parsed.tree, context)
  const byPosition = parsed.sort.length === 0 || parsed.sort[0].key === 'date'
  const index = trash ? undefined : byPosition ? 'assets_feed' : indexOf(parsed.sort)
  const { leader, checked } = await lead(conditions, !byPosition && !!index)
  const visible = [...(trash ? [] : [sql('a.deleted_at IS NULL')]), seenAssets(viewer, '+a')]
  const assets = assetsBy(leader && !trash ? 'assets_feed' : index)
  const marks = needsMarks(parsed.sort)
    ? sql(' LEFT JOIN marks m ON m.user_id = ? AND m.asset_id = a.id', viewer.id)
    : sql('')
  const from = leader ? led(leader.driver!, assets) : sql(assets)
  const where = all([...visible, ...checked])
  const spans = checked.filter(({ span }) => span)
  const rest = checked.filter(({ span }) => !span)
  return {
    from: sql(from.sql + marks.sql, ...from.bindings, ...marks.bindings),
    where: leader ? fromLeader(where) : where,
    within: leader ? fromLeader(all([...visible, ...spans])) : all([...visible, ...spans]),
    checked: leader ? fromLeader(all(rest)) : all(rest),
    keys: orderKeys(parsed.sort).map((key) => (leader ? fromLeader(key) : key)),
    stars: parsed.sort[0]?.key === 'rating' ? stars(parsed, viewer) : undefined,
    hints,
    look: rest.length || leader?.match ? look(visible, { spans, rest }, trash, leader) : null,
    exact: async () => (trash || checked.length ? null : exactCount(leader?.driver, viewer)),
  }
}

/** The ids of a slice of the search and their places in the order (`k0`, `k1`, …). */
export function slice({ from, where }: Plan, { keys: own, star, after, limit }: Slice): Sql {
  const start = after ? beyond(own, after) : sql('1 = 1')
  const keys = star ? [star, ...own] : own
  const columns = keys.map((key, index) => `${key.sql} AS k${index}`).join(', ')
  return sql(
    `SELECT a.id, ${columns} FROM ${from.sql} WHERE ${where.sql} AND (${start.sql}) ORDER BY ${orderBy(own, keys.length - own.length)} LIMIT ${limit}`,
    ...keys.flatMap((key) => key.bindings),
    ...from.bindings,
    ...where.bindings,
    ...start.bindings
  )
}

/** Sorted as a whole, every asset would be asked for its mark. */
function stars(parsed: ParsedQuery, viewer: User): Star[] {
  const [{ descending }, ...sort] = parsed.sort
  const inOrder = descending ? [5, 4, 3, 2, 1] : [1, 2, 3, 4, 5]
  const having = (text: string) => {
    const values = [{ text, quoted: false }]
    const term: Node = { type: 'field', name: 'rating', operator: '', values }
    const tree = join('and', [...conjuncts(parsed.tree), term])
    return planSearch({ ...parsed, tree, sort }, viewer)
  }
  return [
    ...inOrder.map((value) => ({ value, plan: () => having(String(value)) })),
    { value: descending ? -9e15 : 9e15, plan: () => having('none') },
  ]
}

async function exactCount(driver: Driver | undefined, viewer: User) {
  if (!driver) return countAll(viewer)
  if (viewer.hasShares) return null
  return driver.overlapping ? null : (driver.count ?? null)
}

function look(
  visible: Sql[],
  checked: Record<'spans' | 'rest', Sql[]>,
  trash: boolean,
  leader?: Condition
) {
  const assets = assetsBy(trash ? undefined : 'assets_feed')
  const spans = all(checked.spans)
  const driver = leader
    ? leader.driver!
    : sql(`SELECT position FROM ${assets} WHERE ${visible[0].sql}`, ...visible[0].bindings)
  const found = fromLeader(all([...visible, ...checked.rest]))
  return (above: number, candidates: number) =>
    sql(
      `SELECT count(*) AS looked, count(found) AS count, max(position) AS highest FROM (
        SELECT d.position, (SELECT 1 FROM ${assets} WHERE a.position = d.position AND ${found.sql}) AS found
        FROM (${driver.sql} AND (${spans.sql.replaceAll('a.position', 'position')}) AND position > ?
          ORDER BY position LIMIT ${candidates}) d) AS candidates`,
      ...found.bindings,
      ...driver.bindings,
      ...spans.bindings,
      above
    )
}

function led(driver: Sql | Driver, assets: string): Sql {
  return sql(
    `(${driver.sql}) d ${isSqlite() ? 'CROSS JOIN' : 'JOIN'} ${assets} ON a.position = d.position`,
    ...driver.bindings
  )
}

/**
 * Assets along an index. That of the feed holds all that says who may see what;
 * left alone, SQLite takes another and reads the wide rows.
 */
function assetsBy(index?: string) {
  return index && isSqlite() ? `assets a INDEXED BY ${index}` : 'assets a'
}

/** Both positions are the same number; the leader's is the one its index is ordered by. */
function fromLeader<Piece extends Sql>(piece: Piece): Piece {
  return { ...piece, sql: piece.sql.replaceAll('a.position', 'd.position') }
}
