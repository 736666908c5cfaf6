import { sharedAssets } from '#library/seeing'
import type User from '#accounts/models/user'
import { rows, sql } from '#library/search/sql'
import type { Counted } from '#library/search/sampling'

export type Counter = 'kind' | 'generator' | 'model' | 'month' | 'tag' | 'rating'

/**
 * What the counters hold of everything a person may see: the commonest values
 * first, months the newest first. Tags come by slug, ratings as 1 to 5.
 */
export async function counters(counter: Counter, viewer: User, limit: number): Promise<Counted[]> {
  const own = counter === 'rating' ? `${viewer.id}:` : ''
  const order = counter === 'month' ? 'value DESC' : 'count DESC, value'
  const seen = seenCounts(counter, viewer)
  const found = await rows<Counted>(
    sql(
      `SELECT value, sum(count) AS count FROM (${seen.sql}) AS counted
        WHERE count > 0 AND value >= ? AND value < ? GROUP BY value ORDER BY ${order} LIMIT ${limit}`,
      ...seen.bindings,
      own,
      own ? `${viewer.id};` : '\u{10ffff}'
    )
  )
  const counted = found.map(({ value, count }) => ({
    value: value.slice(own.length),
    count: Number(count),
  }))
  return counter === 'tag' ? named(counted) : counted
}

/** How many a person may see, the trash left out. */
export async function countAll(viewer: User) {
  const seen = seenCounts('all', viewer)
  const [{ count }] = await rows<{ count: number }>(
    sql(`SELECT coalesce(sum(count), 0) AS count FROM (${seen.sql}) AS counted`, ...seen.bindings)
  )
  return Number(count)
}

/**
 * Values and counts of everything a person may see, as a statement: a value may come several
 * times. The counters know nothing of shares, so what was shared is counted beside them.
 */
export function seenCounts(counter: Counter | 'all', viewer: User) {
  const shared = sharedCounts(counter, viewer)
  const counted = 'SELECT value, count FROM facet_counts WHERE audience IN (0, ?) AND facet = ?'
  return sql(`${counted} ${shared.sql}`, viewer.id, counter, ...shared.bindings)
}

/** What each counter counts, of an asset `a`. */
const countedValues: Record<Counter | 'all', { value: string; join?: string }> = {
  all: { value: "''" },
  kind: { value: 'a.kind' },
  generator: { value: 'a.generator' },
  model: { value: 'a.model' },
  month: { value: 'substr(a.captured_at, 1, 7)' },
  tag: { value: 'CAST(t.tag_id AS text)', join: 'JOIN asset_tags t ON t.asset_id = a.id' },
  rating: {
    value: "m.user_id || ':' || m.rating",
    join: 'JOIN marks m ON m.asset_id = a.id',
  },
}

/** The same for what was shared with the person, which the counters hold for its owner only. */
function sharedCounts(counter: Counter | 'all', viewer: User) {
  if (!viewer.hasShares) return sql('')
  const shared = sharedAssets(viewer)
  const { value, join = '' } = countedValues[counter]
  const own = counter === 'rating' ? `AND m.user_id = ${Number(viewer.id)}` : ''
  return sql(
    `UNION ALL SELECT value, count(*) AS count FROM (
      SELECT ${value} AS value FROM assets a ${join} WHERE a.id IN (${shared.sql})
        AND a.audience NOT IN (0, ?) AND a.deleted_at IS NULL ${own}
    ) AS shared WHERE value IS NOT NULL GROUP BY value`,
    ...shared.bindings,
    viewer.id
  )
}

async function named(counted: Counted[]) {
  if (!counted.length) return []
  const ids = counted.map(({ value }) => Number(value))
  const tags = await rows<{ id: number; slug: string }>(
    sql(`SELECT id, slug FROM tags WHERE id IN (${ids.join(', ')})`)
  )
  const slugs = new Map(tags.map(({ id, slug }) => [String(id), slug]))
  return counted.map(({ value, count }) => ({ value: slugs.get(value)!, count }))
}
