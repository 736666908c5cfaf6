import db from '@adonisjs/lucid/services/db'
import type User from '#accounts/models/user'
import { changeAssets, pageSize } from '#library/curation/bulk'
import { timestamp, type AssetChange, type Change } from '#library/curation/changes'
import { assetIds } from '#library/search/searching'

/** The items a person chose: one by one, or everything a search finds. */
export type Selection = { ids: number[] } | { q: string }

/** Too many for one request; a job has to do it. */
export const tooMany = Symbol('too many')

/**
 * Does one thing to a selection. Answers `tooMany`, having changed nothing,
 * where that would take longer than a request should.
 */
export async function changeSelection(asked: {
  selection: Selection
  change: AssetChange
  by: User
}): Promise<Change | typeof tooMany> {
  const ids = await chosenIds(asked.selection, asked.by)
  if (ids.length > pageSize) return tooMany
  return changeAssets({ change: asked.change, assetIds: ids, by: asked.by })
}

async function chosenIds(selection: Selection, viewer: User) {
  if ('ids' in selection) return selection.ids
  const { ids } = await assetIds({ q: selection.q, viewer, limit: pageSize + 1 })
  return ids
}

/** The person's own marks on these items, and what else their tiles say: for the tiles that are on the page now. */
export async function marksOf(ids: number[], viewer: User) {
  if (!ids.length) return []
  const rows = await db
    .from('assets as a')
    .leftJoin('marks as m', (join) => {
      join.on('m.asset_id', 'a.id').andOnVal('m.user_id', viewer.id)
    })
    .whereIn('a.id', ids)
    .whereIn('a.audience', [0, viewer.id])
    .select('a.id', 'm.rating', 'm.favorite')
  return rows.map(({ id, rating, favorite }) => ({ id, rating: rating ?? 0, favorite: !!favorite }))
}

/** The first items a change touched, as many as a page may show. */
export async function idsOfChange(changeId: string): Promise<number[]> {
  const rows = await db
    .from('revisions')
    .where('change_id', changeId)
    .distinct('asset_id')
    .limit(pageSize)
  return rows.map((row) => row.asset_id)
}

/** The collection a person means by a name: one they may add to, or a new one of their own. */
export async function collectionNamed(name: string, by: User): Promise<number> {
  const found = await db
    .from('collections')
    .whereRaw('lower(name) = lower(?)', [name])
    .where((query) => query.where('owner_id', by.id).orWhere('visibility', 'everyone'))
    .orderByRaw('owner_id = ? DESC', [by.id])
    .select('id')
    .first()
  if (found) return found.id
  const now = timestamp(db.connection())
  const values = { owner_id: by.id, name, visibility: 'everyone', created_at: now, updated_at: now }
  const [id] = await db.table('collections').insert(values).returning('id')
  return typeof id === 'object' ? id.id : id
}
