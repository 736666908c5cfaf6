import { randomBytes } from 'node:crypto'
import db from '@adonisjs/lucid/services/db'
import { audit } from '#accounts/audit'
import { passwordHash } from '#accounts/passwords'
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
 * taking the write lock (see #core/sqlite), and Postgres is told to lock the table. The
 * slow hash is made before, so that nobody waits for it.
 */
export async function createFirstUser(details: Omit<NewUser, 'role'>) {
  const password = await passwordHash.make(details.password)
  return db.transaction(async (trx) => {
    if (trx.dialect.name === 'postgres') await trx.rawQuery('LOCK TABLE users IN EXCLUSIVE MODE')
    const someone = await User.query({ client: trx }).select('id').first()
    if (someone) return null
    const first = { ...details, password, role: 'admin' } as const
    const user = await User.createQuietly(first, { client: trx })
    await audit('account.set_up', { by: user, trx })
    return user
  })
}

/** Sets a new password and ends every session of this person but the one given. */
export async function changePassword(
  user: User,
  password: string,
  { keep }: { keep?: string } = {}
) {
  const hash = await passwordHash.make(password)
  await db.transaction(async (trx) => {
    await user.useTransaction(trx).merge({ password: hash }).saveQuietly()
    const others = trx.from('sessions').where('user_id', String(user.id))
    await (keep ? others.whereNot('id', keep) : others).delete()
  })
}

/** A password for somebody else to be given: 120 bits, easy to copy. */
export function newPassword() {
  return randomBytes(15).toString('base64url')
}
