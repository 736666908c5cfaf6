import { seenCounts } from '#library/search/counters'
import db from '@adonisjs/lucid/services/db'
import type User from '#accounts/models/user'
import { slugOf } from '#library/curation/tags'
import { likePattern } from '#library/search/fields/names'
import { places, rows, sql } from '#library/search/sql'
import Tag from '#library/models/tag'

export interface ListedTag {
  tag: Tag
  /** Items of it this person sees. */
  count: number
}

const pageLength = 100

/** One page of tags by name. `after` is the slug of the last one before it; `search` finds names and aliases. */
export async function tagList(asked: {
  viewer: User
  search?: string | null
  after?: string | null
  unused?: boolean
}) {
  const query = Tag.query()
    .withScopes((scopes) => scopes.visibleTo(asked.viewer))
    .preload('aliases')
    .preload('parent', (parent) => parent.withScopes((scopes) => scopes.visibleTo(asked.viewer)))
    .orderBy('slug')
    .limit(pageLength + 1)
  if (asked.after) query.where('slug', '>', asked.after)
  if (asked.search) query.whereIn('id', matching(asked.search))
  if (asked.unused) query.whereNotExists(uses)
  const found = await query
  const page = found.slice(0, pageLength)
  const counts = await tagCounts(
    page.map(({ id }) => id),
    asked.viewer
  )
  return {
    tags: page.map((tag): ListedTag => ({ tag, count: counts.get(tag.id) ?? 0 })),
    next: found.length > pageLength ? page.at(-1)!.slug : null,
  }
}

/** The tag, where this person may know of it; throws E_ROW_NOT_FOUND otherwise. */
export function findTag(viewer: User, id: number) {
  return Tag.query()
    .withScopes((scopes) => scopes.visibleTo(viewer))
    .where('id', id)
    .preload('aliases')
    .preload('parent')
    .firstOrFail()
}

/** How many items a person sees of each tag, from the counters. */
export async function tagCounts(ids: number[], viewer: User): Promise<Map<number, number>> {
  if (!ids.length) return new Map()
  const seen = seenCounts('tag', viewer)
  const found = await rows<{ value: string; count: number }>(
    sql(
      `SELECT value, sum(count) AS count FROM (${seen.sql}) AS counted
        WHERE value IN (${places(ids)}) GROUP BY value`,
      ...seen.bindings,
      ...ids.map(String)
    )
  )
  return new Map(found.map(({ value, count }) => [Number(value), Number(count)]))
}

/** A name that completes a field, and how many items a person sees under it. */
export interface NameOption {
  name: string
  count: number
}

/** Names that complete what is being typed, the most used first, none that only others can see in use. What stands before the last comma stays. */
export async function completeTags(typed: string, viewer: User): Promise<NameOption[]> {
  const at = typed.lastIndexOf(',') + 1
  const slug = slugOf(typed.slice(at))
  const seen = seenCounts('tag', viewer)
  const found = await db
    .from('tags as t')
    .joinRaw(`LEFT JOIN (${seen.sql}) AS f ON f.value = CAST(t.id AS text)`, seen.bindings)
    .whereIn('t.id', matching(slug, '*'))
    .groupBy('t.id', 't.name')
    .havingRaw(
      'sum(coalesce(f.count, 0)) > 0 OR NOT EXISTS (SELECT 1 FROM asset_tags WHERE tag_id = t.id)'
    )
    .orderByRaw('sum(coalesce(f.count, 0)) DESC, t.name')
    .limit(12)
    .select('t.name', db.raw('sum(coalesce(f.count, 0)) as count'))
  const before = typed.slice(0, at).trim()
  return found.map(({ name, count }) => ({
    name: before ? `${before} ${name}` : name,
    count: Number(count),
  }))
}

export async function countUnusedTags() {
  const row = await db.from('tags').whereNotExists(uses).count('* as count').firstOrFail()
  return Number(row.count)
}

/** Ids of tags that have the text in their own name or in an alias; with `*` at the beginning of it. */
function matching(text: string, shape: '' | '*' = '') {
  const slug = slugOf(text)
  const pattern = shape ? `${likePattern(slug, '=')}%` : `%${likePattern(slug, '=')}%`
  return db
    .from('tags')
    .whereRaw(`slug LIKE ? ESCAPE '\\'`, [pattern])
    .select('id')
    .union((aliases) =>
      aliases.from('tag_aliases').whereRaw(`slug LIKE ? ESCAPE '\\'`, [pattern]).select('tag_id')
    )
}

/** Whether anything, of whomever, has the tag. */
export function uses(query: any) {
  query.from('asset_tags').whereColumn('asset_tags.tag_id', 'tags.id').select(1)
}
