import { DateTime } from 'luxon'
import type { HttpContext } from '@adonisjs/core/http'
import { audit } from '#accounts/audit'
import User from '#accounts/models/user'

const longestSessionMilliseconds = 30 * 24 * 60 * 60 * 1_000
const seenMilliseconds = 10 * 60_000
const codeMilliseconds = 10 * 60_000
const confirmedMilliseconds = 15 * 60_000

/**
 * Logs a person in under a new session id and answers where they wanted to go. The
 * session carries their id, so that it can be ended from outside.
 */
export async function beginSession({ request, auth, session }: HttpContext, user: User) {
  const wanted = session.pull('intended_url', '/')
  await auth.use('web').login(user)
  session.put('logged_in_at', Date.now())
  session.put('confirmed_at', Date.now())
  session.put('browser', (request.header('User-Agent') ?? '').slice(0, 300))
  session.put('ip', request.ip())
  await session.tag(String(user.id))
  await noteSeen(user)
  await audit('session.begun', { by: user, ip: request.ip() })
  return localPath(wanted)
}

/** When this person was here last, to within ten minutes: reading pages is not to write each time. */
export async function noteSeen(user: User) {
  if (Date.now() - (user.lastSeenAt?.toMillis() ?? 0) < seenMilliseconds) return
  await user.merge({ lastSeenAt: DateTime.now() }).saveQuietly()
}

/** Whether this session may go on: the person is not disabled, and it began less than 30 days ago. */
export function isSessionValid({ auth, session }: HttpContext) {
  const began = session.get('logged_in_at', Date.now())
  return !auth.user!.isDisabled && Date.now() - began < longestSessionMilliseconds
}

/** Between password and code: who is expected, for ten minutes. */
export function awaitCode({ session }: HttpContext, user: User) {
  session.put('code_awaited', { userId: user.id, since: Date.now() })
}

export async function awaitedUser({ session }: HttpContext) {
  const awaited = session.get('code_awaited')
  if (!awaited || Date.now() - awaited.since > codeMilliseconds) return null
  return User.query().where('id', awaited.userId).whereNull('disabled_at').first()
}

/** Whether this person has shown lately that it is them: asked before what cannot be taken back. */
export function isConfirmed({ session }: HttpContext) {
  return Date.now() - session.get('confirmed_at', 0) < confirmedMilliseconds
}

/** It is them: under a new session id, as after any rise of rights. */
export function confirmSession({ session }: HttpContext) {
  session.regenerate()
  session.put('confirmed_at', Date.now())
}

/** A path of this site, and nothing that a browser would read as another one. */
export function localPath(wanted: unknown) {
  return typeof wanted === 'string' && /^\/(?![/\\])[^\\\s]*$/.test(wanted) ? wanted : '/'
}
