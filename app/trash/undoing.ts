import type User from '#accounts/models/user'
import type { Open } from '#library/curation/changes'
import { hide, unhide } from '#trash/hiding'
import { moveFilesLater } from '#trash/moving_later'

/** Takes back what these revisions did with the trash: shows again what was hidden, hides again what was restored. */
export async function undoTrashing(undone: { open: Open; revisionIds: number[]; by: User }) {
  const { open, revisionIds, by } = undone
  const rows: { asset_id: number; before: string | null }[] = await open.trx
    .from('revisions')
    .whereIn('id', revisionIds)
    .where('field', 'trash')
    .select('asset_id', 'before')
  if (!rows.length) return
  const hidden = rows.filter(({ before }) => before === null).map((row) => row.asset_id)
  await unhide(open, hidden, by)
  const reasons = Map.groupBy(rows, ({ before }) => before)
  for (const [reason, restored] of reasons) {
    if (reason === null) continue
    const ids = restored.map((row) => row.asset_id)
    await hide(open, ids, { by, reason: reason || null })
  }
  await moveFilesLater(by, open.trx)
}
