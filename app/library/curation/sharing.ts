import { ownUnlocked } from '#library/seeing'
import {
  inTransaction,
  items,
  marksFor,
  among,
  touch,
  write,
  type Action,
  type Change,
  type Open,
  ofThisChange,
} from '#library/curation/changes'
import type { Visibility } from '#library/models/asset'

/** Shows assets to everyone here, or to their owner only. Acts on what the person owns; an administrator on all they see. */
export async function shareAssets({
  visibility,
  ...action
}: Action & { visibility: Visibility }): Promise<Change> {
  return inTransaction(action, async (open) => {
    const own = among(action.assetIds, ownUnlocked(action.by))
    const count = await write(
      open.trx,
      `INSERT INTO revisions (change_id, asset_id, user_id, field, before, after, created_at)
       SELECT ?, a.id, ?, 'visibility', a.visibility, ?, ? FROM assets a
       WHERE ${own.sql} AND a.visibility <> ?`,
      [open.changeId, action.by.id, visibility, open.now, ...own.bindings, visibility]
    )
    await open.trx.rawQuery(
      `UPDATE assets SET visibility = ? WHERE id IN
         (SELECT asset_id FROM revisions WHERE ${ofThisChange} AND field = 'visibility')`,
      [visibility, ...open.key]
    )
    await touch(open)
    const audience =
      visibility === 'everyone' ? 'Shown to everyone here' : 'Shown to the owner only'
    return { changeId: open.changeId, count, text: `${audience}: ${items(count)}` }
  })
}

/** Puts visibility back to what it was before these revisions. */
export function restoreVisibility({ trx }: Open, revisionIds: number[]) {
  const chosen = `id IN ${marksFor(revisionIds)} AND field = 'visibility'`
  return trx.rawQuery(
    `UPDATE assets SET visibility =
       (SELECT before FROM revisions r WHERE r.asset_id = assets.id AND r.${chosen})
     WHERE id IN (SELECT asset_id FROM revisions WHERE ${chosen})`,
    [...revisionIds, ...revisionIds]
  )
}
