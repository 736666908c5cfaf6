import type User from '#accounts/models/user'
import { parseQuery } from '#library/search/language'
import { planSearch, slice, type Plan, type Slice } from '#library/search/plan'
import { rows, sql, type Sql } from '#library/search/sql'
import { beyond, type KeyValues, readCursor, reversed, writeCursor } from '#library/search/sorting'
import {
  place,
  readTile,
  tiles,
  type Place,
  type TileRow,
  type TileText,
} from '#library/search/tiles'
import type { ParsedQuery, Remark } from '#library/search/tree'

interface Asked {
  q: string
  viewer: User
}

interface Answer {
  hints: Remark[]
  error?: Remark
}

interface Found extends Answer {
  /** The tiles as they come from the database: who has seen the same before need not read them. */
  texts: TileText[]
  readonly rows: TileRow[]
  next: string | null
  previous: string | null
}

/**
 * One page of a search, in its order. `after` and `before` are cursors from an
 * earlier answer. A query with an error finds nothing and says why.
 */
export async function searchAssets(
  asked: Asked & { after?: string | null; before?: string | null; limit?: number }
): Promise<Found> {
  const { parsed, plan, hints } = await prepare(asked)
  if (!plan) return { texts: [], rows: [], next: null, previous: null, hints, error: parsed.error }

  const limit = asked.limit ?? 60
  const before = readCursor(asked.before, plan.keys)
  const after = before ? null : readCursor(asked.after, plan.keys)
  const keys = before ? reversed(plan.keys) : plan.keys
  const found = await walk(plan, { keys, after: before ?? after, limit: limit + 1 }, (query) =>
    tiles(query, asked.viewer, keys)
  )
  const more = found.length > limit
  const page = before ? found.slice(0, limit).reverse() : found.slice(0, limit)
  const texts = page.map(({ text }) => text)
  return {
    texts,
    get rows() {
      return texts.map(readTile)
    },
    next: page.length && (before || more) ? writeCursor(page.at(-1)!.place) : null,
    previous: page.length && (before ? more : after) ? writeCursor(page[0].place) : null,
    hints,
  }
}

/**
 * How many there are. Counting stops at `cap`, and also when five times as many
 * candidates were looked at in vain; `capped` then says that there may be more.
 */
export async function countAssets(
  asked: Asked & { cap?: number }
): Promise<Answer & { count: number; capped: boolean }> {
  const { parsed, plan, hints } = await prepare(asked)
  if (!plan) return { count: 0, capped: false, hints, error: parsed.error }
  const cap = asked.cap ?? 1_000
  const { count, capped } = await counted(plan, cap)
  const most = parsed.limit ?? Number.MAX_SAFE_INTEGER
  return { count: Math.min(count, most), capped: capped && count < most, hints }
}

/** The ids of a search, in its order and in pages: what an action on all of it walks over. */
export async function assetIds(
  asked: Asked & { after?: string | null; limit?: number }
): Promise<Answer & { ids: number[]; next: string | null }> {
  const { parsed, plan, hints } = await prepare(asked)
  if (!plan) return { ids: [], next: null, hints, error: parsed.error }
  const limit = asked.limit ?? 1_000
  const after = readCursor(asked.after, plan.keys)
  const found = await walk(
    plan,
    { keys: plan.keys, after, limit: limit + 1 },
    rows<Place & { id: number }>
  )
  const page = found.slice(0, limit)
  const next = found.length > limit ? writeCursor(place(page.at(-1)!, plan.keys.length)) : null
  return { ids: page.map(({ id }) => id), next, hints }
}

/** So many candidates are looked at by one statement: long enough to be worth it, short enough for others to come in between. */
export const counting = { candidates: 200 }

async function counted(plan: Plan, cap: number) {
  const { candidates } = counting
  const exact = await plan.exact()
  if (exact !== null) return { count: exact, capped: false }
  if (!plan.look) {
    const count = await countRows(plan.from, plan.where, cap + 1)
    return { count: Math.min(count, cap), capped: count > cap }
  }
  let count = 0
  let above = -1
  for (let left = cap * 5; left > 0; left -= candidates) {
    const [seen] = await rows<Record<'looked' | 'count' | 'highest', number>>(
      plan.look(above, candidates)
    )
    count += Number(seen.count)
    if (count > cap) return { count: cap, capped: true }
    if (Number(seen.looked) < candidates) return { count, capped: false }
    above = Number(seen.highest)
  }
  return { count, capped: true }
}

async function countRows(from: Sql, where: Sql, most: number) {
  const [{ count }] = await rows<{ count: number }>(
    sql(
      `SELECT count(*) AS count FROM (SELECT 1 FROM ${from.sql} WHERE ${where.sql} LIMIT ${most}) AS found`,
      ...from.bindings,
      ...where.bindings
    )
  )
  return Number(count)
}

/** A search, parsed and planned; no plan where it has an error. */
export async function prepare({ q, viewer }: Asked) {
  const parsed = parseQuery(q)
  if (parsed.error) return { parsed, plan: null, hints: parsed.hints }
  const plan = await planSearch(parsed, viewer)
  const hints = [...parsed.hints, ...plan.hints.map((message) => ({ message, column: 1 }))]
  return { parsed, plan: await cutAtLimit(plan, parsed), hints }
}

/** `limit:` ends a search at a place in its order, so that paging stops there too. */
async function cutAtLimit(plan: Plan, { limit }: ParsedQuery): Promise<Plan> {
  if (!limit) return plan
  const found = await walk(plan, { keys: plan.keys, limit }, rows<Place>)
  const last = found.at(limit - 1)
  if (!last) return plan
  const end = place(last, plan.keys.length)
  const { descending } = plan.keys[0]
  const stars = plan.stars
    ?.filter(({ value }) => !comesAfter(value, end[0], descending))
    .map((star) =>
      star.value === Number(end[0])
        ? { ...star, plan: async () => endingAt(await star.plan(), end.slice(1)) }
        : star
    )
  return { ...endingAt(plan, end), stars }
}

function endingAt(plan: Plan, values: KeyValues): Plan {
  const end = beyond(reversed(plan.keys), values, true)
  const where = sql(`${plan.where.sql} AND (${end.sql})`, ...plan.where.bindings, ...end.bindings)
  return { ...plan, where, look: null, exact: async () => null }
}

/** Runs a slice of a search; where stars come first, star by star until there is enough. */
export async function walk<Row>(plan: Plan, wanted: Slice, run: (query: Sql) => Promise<Row[]>) {
  if (!plan.stars) return run(slice(plan, wanted))
  const { after, limit } = wanted
  const { descending } = wanted.keys[0]
  const back = descending !== plan.keys[0].descending
  const found: Row[] = []
  for (const { value, plan: planStar } of back ? plan.stars.toReversed() : plan.stars) {
    if (found.length >= limit) break
    if (after && comesAfter(after[0], value, descending)) continue
    const own = await planStar()
    const query = slice(own, {
      keys: back ? reversed(own.keys) : own.keys,
      star: { ...sql(String(value)), descending },
      after: after && Number(after[0]) === value ? after.slice(1) : null,
      limit: limit - found.length,
    })
    found.push(...(await run(query)))
  }
  return found
}

function comesAfter(value: unknown, other: unknown, descending: boolean) {
  return descending ? Number(value) < Number(other) : Number(value) > Number(other)
}
