import type User from '#accounts/models/user'
import { planSearch, slice, type Plan } from '#library/search/plan'
import { rows, sql } from '#library/search/sql'
import { place, type Place } from '#library/search/tiles'
import type { Node } from '#library/search/tree'

/** What can be told of each item of a sample. */
const columns = {
  id: 'a.id',
  model: 'a.model',
  generator: 'a.generator',
  kind: 'a.kind',
  month: 'substr(a.captured_at, 1, 7)',
  rating: 'm.rating',
  sampler: 'a.sampler',
  scheduler: 'a.scheduler',
  vae: 'a.vae',
  extension: 'a.extension',
}
export type SampleColumn = keyof typeof columns

export interface Sample<Column extends string> {
  rows: Record<Column, string | number | null>[]
  /** Nothing more is found than what is here, so that counts over it are exact. */
  complete: boolean
}

export interface Counted {
  value: string
  count: number
}

const sampleSize = 200

/** The newest that a query finds, with what is asked about them: enough to count by without reading everything. */
export async function sample<Column extends SampleColumn>(
  tree: Node | null,
  viewer: User,
  wanted: Column[]
): Promise<Sample<Column>> {
  const plan = await planSearch({ tree, sort: [], limit: null, hints: [] }, viewer)
  const ids = await newest(plan)
  return {
    rows: await columnsOf(ids.slice(0, sampleSize), viewer, wanted),
    complete: ids.length <= sampleSize,
  }
}

/** In halves, so that others come in between; one more than the sample tells that there is more. */
async function newest(plan: Plan) {
  const limit = sampleSize / 2 + 1
  const found: (Place & { id: number })[] = []
  do {
    const after = found.length ? place(found.at(-1)!, plan.keys.length) : null
    found.push(
      ...(await rows<Place & { id: number }>(slice(plan, { keys: plan.keys, after, limit })))
    )
  } while (found.length === limit)
  return found.map(({ id }) => id)
}

async function columnsOf<Column extends SampleColumn>(
  ids: number[],
  viewer: User,
  wanted: Column[]
) {
  if (!ids.length) return []
  const selected = wanted.map((column) => `${columns[column]} AS "${column}"`).join(', ')
  const marks = (wanted as string[]).includes('rating')
    ? sql(' LEFT JOIN marks m ON m.user_id = ? AND m.asset_id = a.id', viewer.id)
    : sql('')
  return rows<Record<Column, string | number | null>>(
    sql(
      `SELECT ${selected} FROM assets a${marks.sql} WHERE a.id IN (${ids.join(', ')})`,
      ...marks.bindings
    )
  )
}

/** How often each value occurs, the commonest first. */
export function tally<Column extends string>(
  { rows: found }: Sample<Column>,
  column: Column
): Counted[] {
  const counts = new Map<string, number>()
  for (const row of found) {
    if (row[column] === null) continue
    const value = String(row[column])
    counts.set(value, (counts.get(value) ?? 0) + 1)
  }
  return [...counts]
    .map(([value, count]) => ({ value, count }))
    .sort((one, other) => other.count - one.count)
}

export async function tallyTags({ rows: found }: Sample<'id'>, limit: number): Promise<Counted[]> {
  const ids = found.map(({ id }) => id)
  if (!ids.length) return []
  return rows(
    sql(
      `SELECT tags.slug AS value, counted.count FROM (
          SELECT tag_id, count(*) AS count FROM asset_tags WHERE asset_id IN (${ids.join(', ')})
          GROUP BY tag_id ORDER BY count DESC LIMIT ${limit}
        ) AS counted JOIN tags ON tags.id = counted.tag_id ORDER BY counted.count DESC`
    )
  )
}
