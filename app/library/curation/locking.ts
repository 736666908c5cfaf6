import db from '@adonisjs/lucid/services/db'
import { audit } from '#accounts/audit'
import { isSqlite } from '#core/dialect'
import type { Notice } from '#core/htmx'
import Collection from '#library/models/collection'
import { ownAssets } from '#library/seeing'
import { auditSubject, type Subject } from '#library/sharing/subject'
import {
  among,
  inTransaction,
  items,
  marksFor,
  ofThisChange,
  timestamp,
  write,
  type Action,
  type Change,
  type Open,
} from '#library/curation/changes'

/**
 * Locks assets: until they are unlocked, nobody changes their words, replaces their files or puts
 * them into the trash. Acts on what the person owns, an administrator on all that is open to them;
 * nothing in the trash is locked.
 */
export async function lockAssets({ lock, ...action }: Action & { lock: boolean }): Promise<Change> {
  return inTransaction(action, async (open) => {
    const own = among(action.assetIds, ownAssets(action.by))
    const [before, after] = lock ? [null, '1'] : ['1', null]
    const count = await write(
      open.trx,
      `INSERT INTO revisions (change_id, asset_id, user_id, field, before, after, created_at)
       SELECT ?, a.id, ?, 'locked', CAST(? AS text), CAST(? AS text), ? FROM assets a
       WHERE ${own.sql} AND a.deleted_at IS NULL AND a.locked_at IS ${lock ? '' : 'NOT'} NULL`,
      [open.changeId, action.by.id, before, after, open.now, ...own.bindings]
    )
    await open.trx.rawQuery(
      `UPDATE assets SET locked_at = ${lock ? '?' : 'NULL'} WHERE id IN
         (SELECT asset_id FROM revisions WHERE ${ofThisChange} AND field = 'locked')`,
      [...(lock ? [open.now] : []), ...open.key]
    )
    const text = `${lock ? 'Locked' : 'Unlocked'}: ${items(count)}`
    return { changeId: open.changeId, count, text }
  })
}

/** Locks or unlocks an item or a collection; a locked collection keeps its words, its order and what is in it. */
export async function lockSubject(
  subject: Subject,
  { lock, by, ip }: { lock: boolean; by: Action['by']; ip?: string }
): Promise<Notice> {
  const { place, id, name } = subject
  if (place === 'library') return lockAssets({ assetIds: [id], by, lock })
  await db.transaction(async (trx) => {
    const count = await Collection.query({ client: trx })
      .where('id', id)
      .if(lock, (query) => query.whereNull('locked_at'))
      .if(!lock, (query) => query.whereNotNull('locked_at'))
      .update({ locked_at: lock ? timestamp(trx) : null })
    const event = lock ? 'collection.locked' : 'collection.unlocked'
    if (Number(count)) await audit(event, { by, ip, trx, ...auditSubject(subject) })
  })
  return { text: `${lock ? 'Locked' : 'Unlocked'} “${name}”` }
}

/** Puts locks back to what they were before these revisions; what is in the trash by now stays free. */
export function restoreLocks({ trx, now }: Open, revisionIds: number[]) {
  const chosen = `r.id IN ${marksFor(revisionIds)} AND r.field = 'locked'`
  return trx.rawQuery(
    `UPDATE assets SET locked_at = CASE WHEN EXISTS
         (SELECT 1 FROM revisions r WHERE r.asset_id = assets.id AND ${chosen} AND r.before = '1')
       THEN ${isSqlite() ? '?' : 'CAST(? AS timestamptz)'} END
     WHERE deleted_at IS NULL AND id IN (SELECT r.asset_id FROM revisions r WHERE ${chosen})`,
    [...revisionIds, now, ...revisionIds]
  )
}
