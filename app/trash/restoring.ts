import { openAssets } from '#library/seeing'
import { failpoint } from '#core/failpoints'
import {
  inTransaction,
  items,
  ofThisChange,
  among,
  write,
  type Action,
  type Change,
} from '#library/curation/changes'
import { unhide } from '#trash/hiding'
import { moveFilesLater } from '#trash/moving_later'

/**
 * Takes assets this person sees out of the trash, with everything that was
 * known about them. They are visible when this is committed; a job run brings
 * the files back, each to its old place or beside it. Undone by its change id.
 */
export async function restoreAssets(action: Action): Promise<Change> {
  return inTransaction(action, async (open) => {
    const seen = among(action.assetIds, openAssets(action.by))
    const count = await write(
      open.trx,
      `INSERT INTO revisions (change_id, asset_id, user_id, field, before, after, created_at)
       SELECT ?, a.id, ?, 'trash', coalesce(a.deleted_reason, ''), NULL, ? FROM assets a
       WHERE ${seen.sql} AND a.deleted_at IS NOT NULL`,
      [open.changeId, action.by.id, open.now, ...seen.bindings]
    )
    const rows = await open.trx
      .from('revisions')
      .whereRaw(ofThisChange, open.key)
      .where('field', 'trash')
      .select('asset_id')
    const ids = rows.map((row) => row.asset_id as number)
    await unhide(open, ids, action.by)
    await failpoint('restore.before_shown')
    if (count) await moveFilesLater(action.by, open.trx)
    return { changeId: open.changeId, count, text: `Restored: ${items(count)}` }
  })
}
