import db from '@adonisjs/lucid/services/db'
import { audit } from '#accounts/audit'
import User from '#accounts/models/user'

/** What a key may be used for; what its person may not, it may not either. */
export const scopes = ['read', 'write', 'files', 'generate', 'purge', 'admin'] as const
export type Scope = (typeof scopes)[number]

export const longestKeyDays = 365

type NewKey = { name: string; scopes: Scope[]; days: number }

/**
 * Makes a key for this person. The answer is the only time its value is known: only a
 * hash is stored.
 */
export async function createKey(
  user: User,
  { name, scopes: granted, days }: NewKey,
  { by, ip }: { by: User | null; ip?: string }
) {
  const key = await User.accessTokens.create(user, granted, { name, expiresIn: `${days} days` })
  const id = Number(key.identifier)
  await audit('key.created', {
    by,
    ip,
    subjectKind: 'api_key',
    subjectId: id,
    subject: name,
    details: { of: user.email, scopes: granted, days },
  })
  return { id, value: key.value!.release() }
}

export interface KeyRow {
  id: number
  userId: number
  email: string
  name: string
  scopes: Scope[]
  createdAt: Date
  lastUsedAt: Date | null
  expiresAt: Date | null
}

/** The keys of one person, or of everybody, newest first. */
export async function listKeys(user?: User): Promise<KeyRow[]> {
  const rows = await db
    .from('api_keys')
    .join('users', 'users.id', 'api_keys.tokenable_id')
    .select('api_keys.*', 'users.email')
    .if(user, (query) => query.where('api_keys.tokenable_id', user!.id))
    .orderBy('api_keys.id', 'desc')
  return rows.map((row) => ({
    id: row.id,
    userId: row.tokenable_id,
    email: row.email,
    name: row.name,
    scopes: JSON.parse(row.abilities),
    createdAt: new Date(row.created_at),
    lastUsedAt: row.last_used_at && new Date(row.last_used_at),
    expiresAt: row.expires_at && new Date(row.expires_at),
  }))
}

/** Ends a key at once; answers whether there was one. `of`: only if it is this person's. */
export async function revokeKey(
  id: number,
  { by, of, ip }: { by: User | null; of?: User; ip?: string }
) {
  return db.transaction(async (trx) => {
    const key = await trx
      .from('api_keys')
      .where('id', id)
      .if(of, (query) => query.where('tokenable_id', of!.id))
      .first()
    if (!key) return false
    await trx.from('api_keys').where('id', id).delete()
    const subject = { subjectKind: 'api_key', subjectId: id, subject: key.name }
    await audit('key.revoked', { by, ip, trx, ...subject })
    return true
  })
}
