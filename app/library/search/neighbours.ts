import { seenAssets } from '#library/seeing'
import type User from '#accounts/models/user'
import type { Plan } from '#library/search/plan'
import { prepare, walk } from '#library/search/searching'
import { beyond, type KeyValues, orderBy, reversed } from '#library/search/sorting'
import { all, rows, sql, unlessTooBroad } from '#library/search/sql'
import { place, type Place } from '#library/search/tiles'

/** What lies around an item in an order; the rank counts from 1. */
export interface Surroundings {
  previous: number | null
  next: number | null
  /** Null where the order does not hold the item. `capped`: it stands further behind than that. */
  rank: { number: number; capped: boolean } | null
}

/** The farthest rank that is counted. */
export const lastRank = 1_000

interface Asked {
  q: string
  viewer: User
  assetId: number
}

const nothing: Surroundings = { previous: null, next: null, rank: null }

/**
 * The items before and after one of them in a search, and how many come before it; nulls
 * where the query has an error, and where it would have to look at too much.
 */
export function neighbours(asked: Asked): Promise<Surroundings> {
  return unlessTooBroad(around(asked), nothing)
}

async function around(asked: Asked): Promise<Surroundings> {
  const { plan } = await prepare(asked)
  const here = plan && (await placeOf(asked.assetId, plan, asked.viewer))
  if (!plan || !here) return nothing
  const [[next], [previous], rank] = await Promise.all([
    walk(plan, { keys: plan.keys, after: here, limit: 1 }, rows<{ id: number }>),
    walk(plan, { keys: reversed(plan.keys), after: here, limit: 1 }, rows<{ id: number }>),
    rankOf(plan, here),
  ])
  return { previous: previous?.id ?? null, next: next?.id ?? null, rank }
}

/** Where an asset stands in an order, whether the search finds it or not. */
async function placeOf(assetId: number, { keys }: Plan, viewer: User) {
  const columns = keys.map(
    (key, index) => `${key.sql.replaceAll('d.position', 'a.position')} AS k${index}`
  )
  const seen = seenAssets(viewer)
  const [found] = await rows<Place>(
    sql(
      `SELECT ${columns.join(', ')} FROM assets a LEFT JOIN marks m ON m.user_id = ? AND m.asset_id = a.id
        WHERE a.id = ? AND ${seen.sql}`,
      ...keys.flatMap((key) => key.bindings),
      viewer.id,
      assetId,
      ...seen.bindings
    )
  )
  return found && place(found, keys.length)
}

/** Looking stops after so many candidates too: one statement, that others need not wait for. */
const candidates = 2 * lastRank

async function rankOf(plan: Plan, here: KeyValues): Promise<Surroundings['rank']> {
  if (!(await holds(plan, here))) return null
  let number = 1
  for (const part of partsUpTo(plan, here)) {
    const before = await countBefore(await part.plan(), part.here)
    number += before.count
    if (before.capped || number > lastRank) {
      return { number: Math.min(number, lastRank), capped: true }
    }
  }
  return { number, capped: false }
}

/** The searches that follow one another up to a place: one, but for stars one for each number of them. */
function partsUpTo(plan: Plan, here: KeyValues) {
  if (!plan.stars) return [{ plan: async () => plan, here }]
  const last = plan.stars.findIndex(({ value }) => value === Number(here[0]))
  return plan.stars
    .slice(0, last + 1)
    .map((star, index) => ({ ...star, here: index === last ? here.slice(1) : null }))
}

async function countBefore({ from, within, checked, keys }: Plan, here: KeyValues | null) {
  const back = reversed(keys)
  const start = here ? beyond(back, here) : sql('1 = 1')
  const columns = back.map((key, index) => `${key.sql} AS k${index}`).join(', ')
  const [{ looked, found }] = await rows<Record<'looked' | 'found', number>>(
    sql(
      `SELECT count(*) AS looked, count(found) AS found FROM (
        SELECT CASE WHEN ${checked.sql} THEN 1 END AS found, ${columns} FROM ${from.sql}
        WHERE ${within.sql} AND (${start.sql}) ORDER BY ${orderBy(back)} LIMIT ${candidates}) AS before`,
      ...checked.bindings,
      ...back.flatMap((key) => key.bindings),
      ...from.bindings,
      ...within.bindings,
      ...start.bindings
    )
  )
  return { count: Number(found), capped: Number(looked) === candidates }
}

/** Whether the search finds what stands at this place. */
async function holds({ from, where, keys }: Plan, here: KeyValues) {
  const there = all(keys.map((key, index) => sql(`${key.sql} = ?`, ...key.bindings, here[index])))
  const found = await rows(
    sql(
      `SELECT 1 FROM ${from.sql} WHERE ${where.sql} AND ${there.sql}`,
      ...from.bindings,
      ...where.bindings,
      ...there.bindings
    )
  )
  return found.length > 0
}
