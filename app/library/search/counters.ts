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
  const found = await rows<Counted>(
    sql(
      `SELECT value, sum(count) AS count FROM facet_counts
        WHERE audience IN (0, ?) AND facet = ? AND count > 0 AND value >= ? AND value < ?
        GROUP BY value ORDER BY ${order} LIMIT ?`,
      viewer.id,
      counter,
      own,
      own ? `${viewer.id};` : '\u{10ffff}',
      limit
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
  const [{ count }] = await rows<{ count: number }>(
    sql(
      `SELECT coalesce(sum(count), 0) AS count FROM facet_counts WHERE audience IN (0, ?) AND facet = 'all'`,
      viewer.id
    )
  )
  return Number(count)
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
