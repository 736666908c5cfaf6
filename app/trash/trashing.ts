import { openUnlocked } from '#library/seeing'
import { failpoint } from '#core/failpoints'
import {
  countLeft,
  inTransaction,
  leftInWords,
  items,
  ofThisChange,
  among,
  write,
  type Action,
  type Change,
  type Open,
} from '#library/curation/changes'
import { hide } from '#trash/hiding'
import { moveFilesLater } from '#trash/moving_later'

/** Who puts what into the trash, and why, in a few words for whoever looks through it. */
export type Trashing = Action & { reason: string | null }

/**
 * Puts assets this person sees into the trash: they are out of sight when this
 * is committed, and a job run moves their files. At most a few hundred at once;
 * `trx` and `changeId` join a larger change. Undone by its change id.
 */
export async function trashAssets(action: Trashing): Promise<Change> {
  return inTransaction(action, async (open) => {
    const change = await hideAssets({ ...action, trx: open.trx, changeId: open.changeId })
    if (change.count) await moveFilesLater(action.by, open.trx)
    return change
  })
}

/** The same without the job run, for a step of another one, which moves the files itself (`moveFile`) or lets `moveFilesLater`. */
export async function hideAssets(action: Trashing): Promise<Change> {
  return inTransaction(action, async (open) => {
    const left = await countLeft(open, action, openUnlocked(action.by))
    const count = await recordTrashed(open, action)
    const rows = await open.trx
      .from('revisions')
      .whereRaw(ofThisChange, open.key)
      .where('field', 'trash')
      .select('asset_id')
    const ids = rows.map((row) => row.asset_id as number)
    await hide(open, ids, action)
    await failpoint('trash.before_hidden')
    return {
      changeId: open.changeId,
      count,
      text: `Moved to the trash: ${items(count)}${leftInWords(left)}`,
    }
  })
}

function recordTrashed(open: Open, { assetIds, by, reason }: Trashing) {
  const seen = among(assetIds, openUnlocked(by))
  return write(
    open.trx,
    `INSERT INTO revisions (change_id, asset_id, user_id, field, before, after, created_at)
     SELECT ?, a.id, ?, 'trash', NULL, ?, ? FROM assets a WHERE ${seen.sql} AND a.deleted_at IS NULL`,
    [open.changeId, by.id, reason ?? '', open.now, ...seen.bindings]
  )
}
