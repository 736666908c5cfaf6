import { createHash, randomBytes } from 'node:crypto'
import { DateTime } from 'luxon'
import { appUrl } from '#config/app'
import db from '@adonisjs/lucid/services/db'
import type { QueryClientContract, TransactionClientContract } from '@adonisjs/lucid/types/database'
import { passwordHash } from '#accounts/passwords'
import { audit } from '#accounts/audit'
import User from '#accounts/models/user'

const days = 3

/**
 * Makes the token of a link by which this person sets a password, once, within three
 * days. One made before stops working. Only its hash is stored.
 */
export async function createOneTimeLink(user: User, trx: TransactionClientContract) {
  const token = randomBytes(24).toString('base64url')
  await trx.from('one_time_links').where('user_id', user.id).delete()
  await trx.table('one_time_links').insert({
    user_id: user.id,
    hash: hashOf(token),
    expires_at: DateTime.now().plus({ days }).toJSDate(),
    created_at: new Date(),
  })
  return token
}

/** Whose link this is; null when it is unknown, used or too old. */
export async function personOfLink(token: string, client: QueryClientContract = db.connection()) {
  return User.query({ client })
    .whereNull('disabled_at')
    .whereExists((link) =>
      link
        .from('one_time_links')
        .whereColumn('one_time_links.user_id', 'users.id')
        .where('hash', hashOf(token))
        .where('expires_at', '>', new Date())
    )
    .first()
}

/** Sets the password and uses the link up; of two who try at once one gets it. Null when it is not valid (any more). */
export async function useOneTimeLink(token: string, password: string, ip?: string) {
  if (!(await personOfLink(token))) return null
  const hash = await passwordHash.make(password)
  return db.transaction(async (trx) => {
    const user = await personOfLink(token, trx)
    if (!user) return null
    await trx.from('one_time_links').where('hash', hashOf(token)).delete()
    await user.merge({ password: hash }).saveQuietly()
    await trx.from('sessions').where('user_id', String(user.id)).delete()
    await audit('user.joined', { by: user, ip, trx })
    return user
  })
}

/** What is given to the person. */
export function personPageUrl(token: string) {
  return `${appUrl}/invitations/${token}`
}

function hashOf(token: string) {
  return createHash('sha256').update(token).digest('hex')
}
