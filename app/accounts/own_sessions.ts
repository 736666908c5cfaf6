import { createHash } from 'node:crypto'
import db from '@adonisjs/lucid/services/db'
import { audit } from '#accounts/audit'
import type User from '#accounts/models/user'

export interface OwnSession {
  /** Names the session without being it: the id itself opens the door. */
  handle: string
  browser: string
  ip: string
  begun: Date | null
  current: boolean
}

/** Where this person is logged in, latest first. `current`: the id of the session that asks. */
export async function listSessions(user: User, current: string): Promise<OwnSession[]> {
  const rows = await db
    .from('sessions')
    .where('user_id', String(user.id))
    .where('expires_at', '>', new Date())
    .limit(200)
  return rows
    .map(({ id, data }) => {
      const { browser = '', ip = '', logged_in_at: begun } = JSON.parse(data).message ?? {}
      const since = begun ? new Date(begun) : null
      return { handle: handleOf(id), browser, ip, begun: since, current: id === current }
    })
    .sort((left, right) => Number(right.begun) - Number(left.begun))
}

/** Ends one of this person's sessions; answers its id, or null where there is none of that name. */
export async function endSession(user: User, handle: string, ip?: string) {
  const rows = await db.from('sessions').where('user_id', String(user.id)).select('id')
  const row = rows.find(({ id }) => handleOf(id) === handle)
  if (!row) return null
  await db.from('sessions').where('id', row.id).delete()
  await audit('session.killed', { by: user, ip })
  return row.id as string
}

function handleOf(id: string) {
  return createHash('sha256').update(id).digest('hex').slice(0, 24)
}
