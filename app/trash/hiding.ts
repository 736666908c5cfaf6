import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type User from '#accounts/models/user'
import { marksFor } from '#library/curation/changes'
import type { Open } from '#library/curation/changes'
import TrashChanged from '#trash/events/trash_changed'

/** Takes assets out of sight; their files follow. Does nothing to what is in the trash already. */
export async function hide(
  { trx, now }: Pick<Open, 'trx' | 'now'>,
  assetIds: number[],
  { by, reason }: { by: User; reason: string | null }
) {
  if (!assetIds.length) return
  await trx
    .from('assets')
    .whereIn('id', assetIds)
    .update({ deleted_at: now, deleted_reason: reason, deleted_by: by.id, updated_at: now })
  await TrashChanged.dispatch({ trx, assetIds })
  await orderMoves({ trx, now }, assetIds, by)
}

/** Makes assets visible again; until its file is back, each is read where it lies in the trash. */
export async function unhide(
  { trx, now }: Pick<Open, 'trx' | 'now'>,
  assetIds: number[],
  by: User
) {
  if (!assetIds.length) return
  await trx
    .from('assets')
    .whereIn('id', assetIds)
    .update({ deleted_at: null, deleted_reason: null, deleted_by: null, updated_at: now })
  await TrashChanged.dispatch({ trx, assetIds })
  await orderMoves({ trx, now }, assetIds, by)
}

async function orderMoves(
  { trx, now }: { trx: TransactionClientContract; now: string },
  assetIds: number[],
  by: User
) {
  await trx.rawQuery(
    `INSERT INTO trash_moves (asset_id, user_id, created_at)
     SELECT id, ?, ? FROM assets WHERE id IN ${marksFor(assetIds)}
     ON CONFLICT (asset_id) DO UPDATE SET user_id = excluded.user_id, failure = NULL`,
    [by.id, now, ...assetIds]
  )
}
