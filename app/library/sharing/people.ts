import db from '@adonisjs/lucid/services/db'
import { audit } from '#accounts/audit'
import User from '#accounts/models/user'
import type Asset from '#library/models/asset'
import type Collection from '#library/models/collection'
import { sharedAssets } from '#library/seeing'
import { auditSubject, type Subject } from '#library/sharing/subject'

/** Whether everybody here may see it, or it is this person's own. */
export function isOpen(user: User, { visibility, ownerId }: Asset | Collection) {
  return visibility === 'everyone' || ownerId === user.id
}

/** Whether it was shared with this person, by itself or with a collection. */
export async function isAssetShared({ id }: Asset, user: User, { toEdit = false } = {}) {
  if (!user.hasShares) return false
  const shared = sharedAssets(user, { toEdit })
  const query = db.from('assets').where('id', id)
  return !!(await query.whereRaw(`id IN (${shared.sql})`, shared.bindings).first())
}

export async function isCollectionShared({ id }: Collection, user: User, { toEdit = false } = {}) {
  if (!user.hasShares) return false
  const share = { collection_id: id, user_id: user.id, ...(toEdit && { can_edit: true }) }
  return !!(await db.from('collection_shares').where(share).first())
}

/** Who this item or collection is shared with by itself, and who it could be: everybody else who may log in. */
export async function sharedPeople(subject: Subject) {
  const { table, key } = sharesOf(subject)
  const people = await User.query()
    .whereNull('disabled_at')
    .whereNot('id', subject.ownerId)
    .orderByRaw('lower(full_name), id')
  const rows: Share[] = await db.from(table).where(key).select('user_id', 'can_edit')
  const shares = new Map(rows.map((row) => [row.user_id, !!row.can_edit]))
  return {
    shared: people
      .filter(({ id }) => shares.has(id))
      .map((person) => ({ person, canEdit: shares.get(person.id)! })),
    others: people.filter(({ id }) => !shares.has(id)),
  }
}

interface Share {
  user_id: number
  can_edit: boolean | number
}

type Actor = { by: User; ip?: string }

/**
 * Lets somebody look at an item, or at a collection with the items in it that are its owner's;
 * with `canEdit` also change their words and, of a collection, what is in it. Said again, it
 * changes which of the two.
 */
export async function shareWith(
  subject: Subject,
  person: User,
  { by, ip, canEdit = false }: Actor & { canEdit?: boolean }
) {
  const { table, key } = sharesOf(subject)
  await db.transaction(async (trx) => {
    const row = { ...key, user_id: person.id }
    const before: Share | null = await trx.from(table).where(row).first()
    if (before && !!before.can_edit === canEdit) return
    if (before) await trx.from(table).where(row).update({ can_edit: canEdit })
    else await trx.table(table).insert({ ...row, can_edit: canEdit })
    await trx.from('users').where('id', person.id).update({ has_shares: true })
    const details = { with: person.email, may: canEdit ? 'edit' : 'look' }
    await audit('share.changed', { by, ip, trx, ...auditSubject(subject), details })
  })
}

/** Takes it back; answers whether there was anything to take. */
export async function unshare(subject: Subject, personId: number, { by, ip }: Actor) {
  const { table, key } = sharesOf(subject)
  return db.transaction(async (trx) => {
    const person = await User.find(personId, { client: trx })
    const deleted = await trx
      .from(table)
      .where({ ...key, user_id: personId })
      .delete()
    if (!person || Number(deleted) === 0) return false
    const details = { 'no longer with': person.email }
    await audit('share.changed', { by, ip, trx, ...auditSubject(subject), details })
    return true
  })
}

function sharesOf({ place, id }: Subject) {
  return place === 'library'
    ? { table: 'asset_shares', key: { asset_id: id } }
    : { table: 'collection_shares', key: { collection_id: id } }
}
