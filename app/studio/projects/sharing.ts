import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type User from '#accounts/models/user'
import { shareAssets } from '#library/curation/sharing'
import { sql, type Sql } from '#library/search/sql'
import { ownAssets } from '#library/seeing'
import { shareAmong, unshareAmong } from '#library/sharing/among'
import type Project from '#studio/models/project'

/*
 * What is ordered for a private project is its orderer's alone in the library, and shared with all who
 * belong to the project: its owner and its members. The collection of its products is shared with them too.
 */

/** Of one product, in the transaction that makes it one. */
export async function shareProduct(
  trx: TransactionClientContract,
  project: Project,
  assetId: number
) {
  if (project.visibility !== 'private') return
  const assets = orderedFor(project)
  const one = sql(`${assets.sql} AND p.asset_id = ?`, ...assets.bindings, assetId)
  await shareAmong(trx, one, await peopleOf(trx, project))
}

/** Of all there are, with somebody who has become a member. */
export async function shareWithMember(
  trx: TransactionClientContract,
  project: Project,
  userId: number
) {
  const share = { collection_id: project.collectionId, user_id: userId, can_edit: false }
  if (project.collectionId) {
    await trx.knexQuery().table('collection_shares').insert(share).onConflict().ignore()
    await trx.from('users').where('id', userId).update({ has_shares: true })
  }
  if (project.visibility === 'private') await shareAmong(trx, orderedFor(project), [userId])
}

/**
 * Back from somebody who is no member any more. What people shared with them themselves, to edit or of an
 * open project, stays; so does what another project of theirs shares with them.
 */
export async function unshareWithMember(
  trx: TransactionClientContract,
  project: Project,
  userId: number
) {
  const share = { collection_id: project.collectionId, user_id: userId, can_edit: false }
  await trx.from('collection_shares').where(share).delete()
  if (project.visibility !== 'private') return
  const assets = orderedFor(project)
  const only = sql(
    `${assets.sql} AND NOT EXISTS
       (SELECT 1 FROM products o JOIN projects other ON other.id = o.project_id
        LEFT JOIN project_members m ON m.project_id = other.id AND m.user_id = ?
        WHERE o.asset_id = p.asset_id AND other.id <> p.project_id
          AND (other.owner_id = ? OR m.user_id IS NOT NULL))`,
    ...assets.bindings,
    userId,
    userId
  )
  await unshareAmong(trx, only, userId)
}

/**
 * Of a project that turns private: what this person may hide is hidden, and what everybody saw is shared with
 * who belongs to it; what was private before stays its owner's alone. Answers how many stay shown, being locked.
 */
export async function hideProducts(trx: TransactionClientContract, project: Project, by: User) {
  const assets = orderedFor(project)
  const open = sql(`${assets.sql} AND held.visibility = 'everyone'`, ...assets.bindings)
  await shareAmong(trx, open, await peopleOf(trx, project))
  const rows = await trx.from('products').where('project_id', project.id).distinct('asset_id')
  const ids: number[] = rows.map((row) => row.asset_id)
  for (let from = 0; from < ids.length; from += 500) {
    const assetIds = ids.slice(from, from + 500)
    await shareAssets({ assetIds, by, visibility: 'private', trx })
  }
  return lockedOpen(trx, project, by)
}

async function lockedOpen(trx: TransactionClientContract, { id }: Project, by: User) {
  const own = ownAssets(by)
  const [{ total }] = await trx
    .from('assets as a')
    .whereIn('a.id', trx.from('products').where('project_id', id).select('asset_id'))
    .where('a.visibility', 'everyone')
    .whereNotNull('a.locked_at')
    .whereRaw(own.sql, own.bindings)
    .count('* as total')
  return Number(total)
}

/** What is only by chance the same as somebody else's own item is not theirs to share who ordered it. */
function orderedFor({ id }: Project): Sql {
  return sql(
    `SELECT p.asset_id FROM products p
       JOIN order_items i ON i.id = p.order_item_id JOIN orders o ON o.id = i.order_id
       JOIN assets held ON held.id = p.asset_id AND held.owner_id = o.user_id
     WHERE p.project_id = ?`,
    id
  )
}

async function peopleOf(trx: TransactionClientContract, { id, ownerId }: Project) {
  const members = await trx.from('project_members').where('project_id', id).select('user_id')
  return [ownerId, ...members.map((row) => row.user_id as number)]
}
