import { seenCollections } from '#library/seeing'
import db from '@adonisjs/lucid/services/db'
import type User from '#accounts/models/user'
import { libraryUrl } from '#library/gallery/addresses'
import { counters } from '#library/search/counters'

/** Where the palette leads besides the pages of the rail: own views, collections and the commonest tags. */
export async function paletteEntries(viewer: User) {
  const seen = seenCollections(viewer)
  const [views, collections, tags] = await Promise.all([
    db
      .from('saved_views')
      .where('user_id', viewer.id)
      .orderBy('name')
      .limit(200)
      .select('name', 'query', 'view', 'size'),
    db
      .from('collections')
      .whereRaw(seen.sql, seen.bindings)
      .orderBy('name')
      .limit(500)
      .select('id', 'name'),
    counters('tag', viewer, 500),
  ])
  return [
    ...views.map(({ name, query, view, size }) => ({
      kind: 'View',
      label: name,
      href: libraryUrl({ q: query, view, size }),
    })),
    ...collections.map(({ id, name }) => ({
      kind: 'Collection',
      label: name,
      href: `/collections/${id}`,
    })),
    ...tags.map(({ value, count }) => ({
      kind: 'Tag',
      label: value.replaceAll('_', ' '),
      note: count.toLocaleString('en'),
      href: libraryUrl({ q: `tag:${value}` }),
    })),
  ]
}
