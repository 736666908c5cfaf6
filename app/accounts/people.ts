import { DateTime } from 'luxon'
import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { Exception } from '@adonisjs/core/exceptions'
import { audit } from '#accounts/audit'
import { newPassword } from '#accounts/accounts'
import { passwordHash } from '#accounts/passwords'
import { createOneTimeLink } from '#accounts/one_time_links'
import User, { type Role } from '#accounts/models/user'

/** Who does it, and from where. */
export type Actor = { by: User | null; ip?: string }

/** Everybody, with how many keys they have. */
export function listPeople() {
  return User.query()
    .select('users.*')
    .select(db.from('api_keys').whereColumn('tokenable_id', 'users.id').count('*').as('key_count'))
    .orderBy('full_name')
}

/** Makes an account whose person sets the password by the link that is answered; null where the e-mail has one. */
export async function inviteUser(
  details: { email: string; fullName: string; role: Role },
  actor: Actor
) {
  const password = await passwordHash.make(newPassword())
  return db.transaction(async (trx) => {
    if (await User.findBy('email', details.email, { client: trx })) return null
    const user = await User.createQuietly({ ...details, password }, { client: trx })
    const token = await createOneTimeLink(user, trx)
    await audit('user.invited', { ...actor, trx, ...subject(user), details: { role: user.role } })
    return { user, token }
  })
}

/** A link by which this person sets another password; the one of now works until then. */
export function resetUser(user: User, actor: Actor) {
  return db.transaction(async (trx) => {
    const token = await createOneTimeLink(user, trx)
    await audit('user.reset', { ...actor, trx, ...subject(user) })
    return token
  })
}

/** Throws a 409 when nobody would be left to administer. */
export function changeRole(user: User, role: Role, actor: Actor) {
  return db.transaction(async (trx) => {
    if (role !== 'admin') await refuseLastAdministrator(user, trx)
    const details = { from: user.role, to: role }
    await user.useTransaction(trx).merge({ role }).save()
    await endSessions(user, trx)
    await audit('user.role_changed', { ...actor, trx, ...subject(user), details })
  })
}

/** Ends their sessions, keys and links at once; what is theirs stays. Throws a 409 for the last administrator. */
export function disableUser(user: User, actor: Actor) {
  return db.transaction(async (trx) => {
    await refuseLastAdministrator(user, trx)
    await user.useTransaction(trx).merge({ disabledAt: DateTime.now() }).save()
    await endSessions(user, trx)
    await trx.from('api_keys').where('tokenable_id', user.id).delete()
    await trx.from('one_time_links').where('user_id', user.id).delete()
    await audit('user.disabled', { ...actor, trx, ...subject(user) })
  })
}

/** Lets them log in again, with the password they had. */
export function enableUser(user: User, actor: Actor) {
  return db.transaction(async (trx) => {
    await user.useTransaction(trx).merge({ disabledAt: null }).save()
    await audit('user.enabled', { ...actor, trx, ...subject(user) })
  })
}

function endSessions(user: User, trx: TransactionClientContract) {
  return trx.from('sessions').where('user_id', String(user.id)).delete()
}

async function refuseLastAdministrator(user: User, trx: TransactionClientContract) {
  const other = await User.query({ client: trx })
    .where('role', 'admin')
    .whereNull('disabled_at')
    .whereNot('id', user.id)
    .first()
  if (other) return
  const message = `${user.email} is the only administrator. Make somebody else one first.`
  throw new Exception(message, { status: 409, code: 'E_LAST_ADMINISTRATOR' })
}

function subject(user: User) {
  return { subjectKind: 'user', subjectId: user.id, subject: user.email }
}
