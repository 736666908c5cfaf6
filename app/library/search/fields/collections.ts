import { seenCollections } from '#library/seeing'
import { countsOf } from '#library/curation/collections'
import type { Condition, Context, Field } from '#library/search/fields/field'
import { checkPattern, likePattern } from '#library/search/fields/names'
import { any, never, not, places, rows, sql } from '#library/search/sql'
import type { Value } from '#library/search/tree'
import { keyword } from '#library/search/values'

/** Collections that the person may see, by name or by number. */
export const collection: Field = {
  label: 'In collection',
  help: 'collection by name; none for what is in no collection',
  example: 'in:"Best of 2026"',
  check: checkPattern,
  offer: async ({ viewer }) => {
    const seen = seenCollections(viewer)
    const found = await rows<{ id: number; name: string }>(
      sql(
        `SELECT id, name FROM collections WHERE ${seen.sql} ORDER BY lower(name) LIMIT 200`,
        ...seen.bindings
      )
    )
    const ids = found.map(({ id }) => id)
    const counts = await countsOf(ids, viewer)
    return found.map(({ id, name }) => ({ value: name, count: counts.get(id) ?? 0 }))
  },
  build: async ({ values, operator }, context) => {
    const seen = seenCollections(context.viewer, 'c')
    const visible = `SELECT 1 FROM collection_assets ca JOIN collections c ON c.id = ca.collection_id
      WHERE ca.asset_id = a.id AND ${seen.sql}`
    const inAny = sql(`EXISTS (${visible})`, ...seen.bindings)
    const parts = await Promise.all(
      values.map(async (value) => {
        const word = keyword(value)
        if (word) return word === 'any' ? inAny : not(inAny)
        const ids = await collectionIds(value, context)
        if (!ids.length) return never
        return inThese(ids)
      })
    )
    if (parts.length === 1 && operator !== '!=') return parts[0]
    return operator === '!=' ? not(any(parts)) : any(parts)
  },
}

function inThese(ids: number[]): Condition {
  return {
    ...sql(
      `(SELECT 1 FROM collection_assets ca WHERE ca.asset_id = a.id AND ca.collection_id IN (${places(ids)}) LIMIT 1) = 1`,
      ...ids
    ),
    driver: {
      ...sql(
        `SELECT DISTINCT c.position FROM collection_assets ca JOIN assets c ON c.id = ca.asset_id WHERE ca.collection_id IN (${places(ids)})`,
        ...ids
      ),
      ordered: false,
    },
  }
}

async function collectionIds({ text }: Value, context: Context) {
  const seen = seenCollections(context.viewer)
  const id = /^\d{1,9}$/.test(text) ? Number(text) : 0
  const found = await rows<{ id: number }>(
    sql(
      `SELECT id FROM collections WHERE ${seen.sql}
        AND (lower(name) LIKE lower(?) ESCAPE '\\' OR id = ?)`,
      ...seen.bindings,
      likePattern(text, text.includes('*') ? '' : '='),
      id
    )
  )
  if (!found.length) context.hint(`There is no collection “${text}”.`)
  return found.map((row) => row.id)
}
