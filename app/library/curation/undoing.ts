import type User from '#accounts/models/user'
import { inTransaction, items, marksFor, type Change, type Open } from '#library/curation/changes'
import { restoreCollections } from '#library/curation/collecting'
import { restoreFields } from '#library/curation/editing'
import { restoreMarks } from '#library/curation/marking'
import { restoreVisibility } from '#library/curation/sharing'
import { restoreTags } from '#library/curation/tagging'
import { restoreMergedTags, UndoRefused } from '#library/curation/merging'

/** How a change was taken back; `refused` are the items that stayed as they are. */
export interface Undone extends Change {
  refused: { assetId: number; field: string }[]
}

/**
 * Takes a person's change back. An item whose same field was changed again
 * later keeps the later word and is named in `refused`. Undoing twice changes
 * nothing. The rows of the change stay in the history, marked as undone.
 */
export async function undoChange({
  changeId,
  by,
  trx,
}: {
  changeId: string
  by: User
  trx?: Open['trx']
}): Promise<Undone> {
  return inTransaction({ trx, changeId }, async (open) => {
    await refuseForeignMerge(open, by)
    const merged = await restoreMergedTags(open)
    const refused = await standing(open, by, 'refused', merged)
    const undoable = await standing(open, by, 'undoable', merged)
    for (let at = 0; at < undoable.length; at += pageSize) {
      await takeBack(
        open,
        by,
        undoable.slice(at, at + pageSize).map(({ id }) => id)
      )
    }
    const count = new Set(undoable.map(({ assetId }) => assetId)).size
    return { changeId, count, refused, text: sentence(count, refused) }
  })
}

const pageSize = 1_000

/** Which of the revisions can be taken back: the same field of the same asset was not changed again since. */
async function standing(
  { trx, changeId }: Open,
  by: User,
  which: 'undoable' | 'refused',
  everywhere: boolean
) {
  const query = trx
    .from('revisions as r')
    .join('assets as a', 'a.id', 'r.asset_id')
    .where('r.change_id', changeId)
    .whereNull('r.undone_at')
    .orderBy('r.id')
    .select('r.id', 'r.asset_id as assetId', 'r.field')
  if (!everywhere) query.whereIn('a.audience', [0, by.id])
  if (!by.isAdmin) query.where('r.user_id', by.id)
  query.whereRaw(which === 'undoable' ? `NOT ${stuck}` : stuck)
  return (await query) as { id: number; assetId: number; field: string }[]
}

const stuck = `(EXISTS (SELECT 1 FROM revisions later
    WHERE later.asset_id = r.asset_id AND later.id > r.id AND later.field = r.field
      AND later.undone_at IS NULL AND later.change_id <> r.change_id
      AND (r.field NOT IN ('rating', 'favorite') OR later.user_id = r.user_id))
  OR (r.field LIKE 'tag:%' AND NOT EXISTS
    (SELECT 1 FROM tags WHERE tags.id = CAST(substr(r.field, 5) AS integer)))
  OR (r.field LIKE 'collection:%' AND NOT EXISTS
    (SELECT 1 FROM collections WHERE collections.id = CAST(substr(r.field, 12) AS integer)))
  OR r.field = 'file')`

async function refuseForeignMerge({ trx, changeId }: Open, by: User) {
  const merge = await trx.from('tag_merges').where('change_id', changeId).first()
  if (merge && merge.user_id !== by.id && !by.isAdmin) {
    throw new UndoRefused(
      'Only the person who merged these tags, or an administrator, can undo it.'
    )
  }
}

async function takeBack(open: Open, by: User, ids: number[]) {
  await restoreMarks(open, ids)
  await restoreTags(open, ids)
  await restoreCollections(open, ids)
  await restoreVisibility(open, ids)
  await restoreFields(open, ids)
  await open.trx.rawQuery(
    `UPDATE revisions SET undone_at = ?, undone_by = ? WHERE id IN ${marksFor(ids)}`,
    [open.now, by.id, ...ids]
  )
}

function sentence(count: number, refused: Undone['refused']) {
  const kept = new Set(refused.map(({ assetId }) => assetId)).size
  if (!count && !kept) return 'There was nothing left to undo.'
  if (!kept) return `Undone: ${items(count)}`
  const reason = `${items(kept)} ${kept === 1 ? 'was' : 'were'} changed again since and stayed as ${kept === 1 ? 'it is' : 'they are'}.`
  return count ? `Undone: ${items(count)}. ${reason}` : `Not undone: ${reason}`
}
