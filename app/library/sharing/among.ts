import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { marksFor } from '#library/curation/changes'
import type { Sql } from '#library/search/sql'

/**
 * Lets people look at many items at once, as part of something larger: `assets` is SQL for their ids.
 * Whoever owns one already has it.
 */
export async function shareAmong(trx: TransactionClientContract, assets: Sql, people: number[]) {
  if (!people.length) return
  await trx.rawQuery(
    `INSERT INTO asset_shares (asset_id, user_id, can_edit)
     SELECT a.id, u.id, ? FROM assets a JOIN users u ON u.id <> a.owner_id
     WHERE u.id IN ${marksFor(people)} AND a.id IN (${assets.sql})
     ON CONFLICT DO NOTHING`,
    [false, ...people, ...assets.bindings]
  )
  /** To whom nothing is shared, searching costs less. */
  await trx
    .from('users')
    .whereIn('id', people)
    .where('has_shares', false)
    .whereExists((shares) => shares.from('asset_shares').whereColumn('user_id', 'users.id'))
    .update({ has_shares: true })
}

/** Takes it back from one person; what was shared with them to edit stays. */
export async function unshareAmong(trx: TransactionClientContract, assets: Sql, person: number) {
  await trx.rawQuery(
    `DELETE FROM asset_shares WHERE user_id = ? AND can_edit = ? AND asset_id IN (${assets.sql})`,
    [person, false, ...assets.bindings]
  )
}
