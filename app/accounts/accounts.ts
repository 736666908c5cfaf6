import { randomBytes } from 'node:crypto'
import db from '@adonisjs/lucid/services/db'
import User, { type Role } from '#accounts/models/user'

export type NewUser = { email: string; fullName: string; password: string; role: Role }

/** Whether anybody has an account yet. */
export async function isSetUp() {
  return !!(await User.query().select('id').first())
}

/** Makes an account. The password arrives in plain text and is stored as a hash. */
export function createUser(details: NewUser) {
  return User.create(details)
}

/**
 * Makes the administrator of a fresh install; answers null where an account exists. Of
 * two people who try at the same moment one gets it: SQLite's transactions begin by
 * taking the write lock (see #core/sqlite), and Postgres is told to lock the table.
 */
export function createFirstUser(details: Omit<NewUser, 'role'>) {
  return db.transaction(async (trx) => {
    if (trx.dialect.name === 'postgres') await trx.rawQuery('LOCK TABLE users IN EXCLUSIVE MODE')
    const someone = await User.query({ client: trx }).select('id').first()
    return someone ? null : User.create({ ...details, role: 'admin' }, { client: trx })
  })
}

/** Sets a new password and ends every session of this person but the one given. */
export async function changePassword(
  user: User,
  password: string,
  { keep }: { keep?: string } = {}
) {
  await db.transaction(async (trx) => {
    await user.useTransaction(trx).merge({ password }).save()
    const others = trx.from('sessions').where('user_id', String(user.id))
    await (keep ? others.whereNot('id', keep) : others).delete()
  })
}

/** A password for somebody else to be given: 120 bits, easy to copy. */
export function newPassword() {
  return randomBytes(15).toString('base64url')
}
