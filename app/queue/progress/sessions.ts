import db from '@adonisjs/lucid/services/db'
import User from '#accounts/models/user'
import type { Watcher } from '#queue/progress/streams'

const checkInterval = 2_000

let checkedAt = 0
let present: Map<number, User> = new Map()

/**
 * Asks for the watchers' accounts and sessions every two seconds, and answers who may go on: streams
 * end with their session and with a person who is disabled, and a new role counts.
 */
export async function sessionsOf(watchers: Watcher[]) {
  if (Date.now() - checkedAt > checkInterval || watchers.some((each) => !each.sessionState)) {
    const ids = [...new Set(watchers.map(({ user }) => user.id))]
    const users = await User.query().whereIn('id', ids).whereNull('disabled_at')
    present = new Map(users.map((user) => [user.id, user]))
    await checkSessions(watchers)
    checkedAt = Date.now()
  }
  return (watcher: Watcher) => {
    const user = present.get(watcher.user.id)
    if (user) watcher.user = user
    return !!user && watcher.sessionState !== 'ended'
  }
}

async function checkSessions(watchers: Watcher[]) {
  const ids = watchers.map(({ sessionId }) => sessionId)
  const rows = await db
    .from('sessions')
    .whereIn('id', ids)
    .where('expires_at', '>', new Date())
    .select('id')
  const live = new Set(rows.map(({ id }) => id))
  for (const each of watchers) {
    if (live.has(each.sessionId)) each.sessionState = 'live'
    else
      each.sessionState = each.sessionState === 'live' ? 'ended' : (each.sessionState ?? 'absent')
  }
}
