import { seenCounts } from '#library/search/counters'
import type User from '#accounts/models/user'
import { slugOf } from '#library/curation/tags'
import type { Condition, Context, Field, Offer } from '#library/search/fields/field'
import { checkPattern } from '#library/search/fields/names'
import { any, never, not, places, rows, sql } from '#library/search/sql'
import type { Operator, Value } from '#library/search/tree'
import { keyword } from '#library/search/values'

/** Aliases lead to their tag and children belong to it, unless `=` asks for this tag alone. */
export const tag: Field = {
  label: 'Tag',
  help: 'tag, its aliases and what lies below it; none for untagged',
  example: 'tag:landscape',
  check: checkPattern,
  offer: async ({ part, viewer, counts }) => {
    const named = part ? await tagsNamed(slugOf(part), viewer) : []
    const found = new Map(named.map((offer) => [offer.value, offer]))
    for (const seen of await counts('tag')) {
      found.set(seen.value, { ...found.get(seen.value), ...seen })
    }
    const byUse = [...found.values()].sort((one, other) => (other.count ?? 0) - (one.count ?? 0))
    return [...byUse, { value: 'none', help: 'without a tag' }]
  },
  build: async ({ values, operator }, context) => {
    const words = values.map(keyword).filter((word) => word !== null)
    const ids = await tagIds(
      values.filter((value) => !keyword(value)),
      operator,
      context
    )
    const tagged = 'EXISTS (SELECT 1 FROM asset_tags t WHERE t.asset_id = a.id)'
    const parts = words.map((word) => sql(word === 'any' ? tagged : `NOT ${tagged}`))
    if (ids.length) parts.push(hasTag(ids))
    const found = parts.length > 1 ? any(parts) : (parts[0] ?? never)
    if (operator === '!=') return not(found)
    return words.length || !ids.length ? found : { ...found, driver: await tagDriver(ids, context) }
  },
}

/** As EXISTS it would be turned into a join that SQLite may put last, after the wide rows. */
function hasTag(ids: number[]): Condition {
  return sql(
    `(SELECT 1 FROM asset_tags t WHERE t.tag_id IN (${places(ids)}) AND t.position = a.position LIMIT 1) = 1`,
    ...ids
  )
}

async function tagIds(values: Value[], operator: Operator, context: Context) {
  const found = await Promise.all(
    values.map(async (value) => {
      const ids = await idsOf(value, operator)
      if (!ids.length) context.hint(`There is no tag “${value.text}”.`)
      return ids
    })
  )
  return [...new Set(found.flat())]
}

async function idsOf({ text }: Value, operator: Operator) {
  const slug = slugOf(text)
  const same = slug.includes('*') ? `LIKE ? ESCAPE '\\'` : '= ?'
  const pattern = slug.includes('*') ? slug.replace(/[\\%_]/g, '\\$&').replaceAll('*', '%') : slug
  const named = `SELECT id FROM tags WHERE slug ${same}
    UNION SELECT tag_id FROM tag_aliases WHERE slug ${same}`
  const query =
    operator === '='
      ? named
      : `WITH RECURSIVE found (id) AS (
          SELECT id FROM (${named}) AS named UNION SELECT tags.id FROM tags JOIN found ON tags.parent_id = found.id
        ) SELECT id FROM found`
  const ids = await rows<{ id: number }>(sql(query, pattern, pattern))
  return ids.map(({ id }) => id)
}

async function tagDriver(ids: number[], { viewer }: Context) {
  const seen = seenCounts('tag', viewer)
  const [{ count }] = await rows<{ count: number }>(
    sql(
      `SELECT coalesce(sum(count), 0) AS count FROM (${seen.sql}) AS counted
        WHERE value IN (${places(ids)})`,
      ...seen.bindings,
      ...ids.map(String)
    )
  )
  const distinct = ids.length > 1 ? 'DISTINCT ' : ''
  return {
    ...sql(`SELECT ${distinct}position FROM asset_tags WHERE tag_id IN (${places(ids)})`, ...ids),
    ordered: ids.length === 1,
    overlapping: ids.length > 1,
    count: Number(count),
  }
}

/** Tags that have this in their name or in that of an alias, the most used first; none that only others can see in use. */
async function tagsNamed(part: string, viewer: User): Promise<Offer[]> {
  const seen = seenCounts('tag', viewer)
  const pattern = `%${part.replace(/[\\%_]/g, '\\$&')}%`
  const found = await rows<{ slug: string; alias: string | null; count: number }>(
    sql(
      `SELECT tags.slug, named.alias, coalesce(sum(counted.count), 0) AS count FROM (
          SELECT id, NULL AS alias FROM tags WHERE slug LIKE ? ESCAPE '\\'
          UNION SELECT tag_id, slug FROM tag_aliases WHERE slug LIKE ? ESCAPE '\\'
        ) AS named JOIN tags ON tags.id = named.id
        LEFT JOIN (${seen.sql}) AS counted ON counted.value = CAST(tags.id AS text)
        GROUP BY tags.id, tags.slug, named.alias
        HAVING coalesce(sum(counted.count), 0) > 0
          OR NOT EXISTS (SELECT 1 FROM asset_tags WHERE tag_id = tags.id)
        ORDER BY count DESC, tags.slug LIMIT 20`,
      pattern,
      pattern,
      ...seen.bindings
    )
  )
  return found.map(({ slug, alias, count }) => ({
    value: slug,
    count: Number(count),
    ...(alias ? { help: `also ${alias}` } : {}),
  }))
}
