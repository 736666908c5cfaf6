import db from '@adonisjs/lucid/services/db'
import { select } from '#core/select'
import type User from '#accounts/models/user'
import { canonicalQuery, parseQuery } from '#library/search/language'
import { countAssets } from '#library/search/searching'
import { unlessTooBroad } from '#library/search/sql'
import { libraryUrl } from '#library/gallery/addresses'
import { readableCount } from '#library/gallery/readable'
import SavedView from '#library/models/saved_view'

interface ViewDetails {
  name: string
  query?: string | null
  view?: SavedView['view']
  size?: SavedView['size']
  pinned: boolean
}

/** Keeps a search under a name. The same name again takes the new search. */
export async function saveView({ by, ...details }: ViewDetails & { by: User }) {
  const { name, query, view = 'grid', size = 'medium', pinned } = details
  const kept = { query: tidy(query), view, size, pinned }
  return SavedView.updateOrCreate({ userId: by.id, name }, kept)
}

export function viewsOf(user: User) {
  return SavedView.query()
    .withScopes((scopes) => scopes.of(user))
    .orderByRaw('lower(name)')
    .limit(200)
}

/** The saved views a person keeps in the rail, which stands on every page. */
export async function pinnedViews(user: User | undefined) {
  if (!user) return []
  const views = await select<Pick<SavedView, 'id' | 'name' | 'query' | 'view' | 'size'>>(
    `SELECT id, name, query, view, size FROM saved_views WHERE user_id = ? AND pinned
      ORDER BY name LIMIT 30`,
    user.id
  )
  return views.map(({ id, name, query, view, size }) => ({
    id,
    name,
    href: libraryUrl({ q: query, view, size }),
  }))
}

/** How many each of these views finds now, counted no further than a thousand: '1,000+'. */
export async function viewCounts(user: User, views: SavedView[]) {
  return Promise.all(
    views.map(async ({ id, query }) => {
      const counting = countAssets({ q: query, viewer: user, cap: 1_000 })
      const found = await unlessTooBroad(counting, null)
      return { id, count: !found || found.error ? '–' : readableCount(found.count, found.capped) }
    })
  )
}

/** Whether another view of this person has the name already. */
export async function isNameTaken(view: SavedView, name: string) {
  const other = await db
    .from('saved_views')
    .where({ user_id: view.userId, name })
    .whereNot('id', view.id)
    .first()
  return !!other
}

/** A search that cannot be read is kept as it was typed. */
export function tidy(query?: string | null) {
  const text = query ?? ''
  return parseQuery(text).error ? text : canonicalQuery(text)
}
