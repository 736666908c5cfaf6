import db from '@adonisjs/lucid/services/db'
import type User from '#accounts/models/user'
import { openAssets } from '#library/seeing'
import { timestamp } from '#library/curation/changes'

/** "Later": this person is not shown a group again until something new is in it. */
export async function postpone({ assetIds, by }: { assetIds: number[]; by: User }) {
  const open = openAssets(by, 'assets')
  await db.transaction(async (trx) => {
    const now = timestamp(trx)
    await trx.rawQuery(
      `INSERT INTO duplicate_postponements (user_id, sha256, created_at)
       SELECT DISTINCT CAST(? AS integer), sha256, ? FROM assets
       WHERE id IN (${assetIds.map(() => '?').join(', ')}) AND ${open.sql}
       ON CONFLICT DO NOTHING`,
      [by.id, now, ...assetIds, ...open.bindings]
    )
  })
}

/** Shows this person again what they put off: these items, or everything. */
export async function takeUpAgain({ assetIds, by }: { assetIds?: number[]; by: User }) {
  const query = db.from('duplicate_postponements').where('user_id', by.id)
  if (assetIds) {
    query.whereIn('sha256', db.from('assets').whereIn('id', assetIds).select('sha256'))
  }
  return Number(await query.delete())
}
