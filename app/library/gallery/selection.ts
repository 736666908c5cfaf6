import { seenAssets } from '#library/seeing'
import { randomUUID } from 'node:crypto'
import db from '@adonisjs/lucid/services/db'
import type User from '#accounts/models/user'
import type JobRun from '#queue/models/job_run'
import { startRun } from '#queue/runs'
import { changeAssets, pageSize } from '#library/curation/bulk'
import type { AssetChange, Change } from '#library/curation/changes'
import { assetIds } from '#library/search/searching'

/** The items a person chose: one by one, or everything a search finds. */
export type Selection = { ids: number[] } | { q: string }

/**
 * Does one thing to a selection: at once up to five hundred items, beyond that
 * as a job run, whose change can be undone by its id when it is through.
 */
export async function changeSelection(asked: {
  selection: Selection
  change: AssetChange
  by: User
}): Promise<Change & { run?: JobRun }> {
  const { selection, change, by } = asked
  const ids = await chosenIds(selection, by)
  if (ids.length <= pageSize) return changeAssets({ change, assetIds: ids, by })
  const changeId = randomUUID()
  const run = await startRun({
    kind: 'library.change_assets',
    title: titleOf(change, selection),
    user: by,
    payload: { ...selection, change, changeId },
  })
  const text = 'More than 500 items: this goes on in the background. Jobs shows how far it is.'
  return { changeId, count: 0, text, run }
}

function titleOf(change: AssetChange, selection: Selection) {
  const search = 'q' in selection && selection.q ? `“${selection.q}”` : 'everything'
  const doing = {
    rate: 'Rate',
    favorite: 'Mark as favourite or not',
    tag: 'Tag',
    untag: 'Take tags off',
    collect: 'Add to a collection',
    uncollect: 'Take out of a collection',
    set_visibility: 'Change who sees',
    lock: 'Lock',
    unlock: 'Unlock',
  }
  return `${doing[change.verb]}: ${search}`
}

async function chosenIds(selection: Selection, viewer: User) {
  if ('ids' in selection) return selection.ids
  const { ids } = await assetIds({ q: selection.q, viewer, limit: pageSize + 1 })
  return ids
}

/** The person's own marks on these items, and what else their tiles say: for the tiles that are on the page now. */
export async function marksOf(ids: number[], viewer: User) {
  if (!ids.length) return []
  const seen = seenAssets(viewer)
  const rows = await db
    .from('assets as a')
    .leftJoin('marks as m', (join) => {
      join.on('m.asset_id', 'a.id').andOnVal('m.user_id', viewer.id)
    })
    .whereIn('a.id', ids)
    .whereRaw(seen.sql, seen.bindings)
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

/** Whether a change took items out of every list, or put them back into it. */
export async function changesTheList(changeId: string) {
  return !!(await db.from('revisions').where({ change_id: changeId, field: 'trash' }).first())
}
