import type { HttpContext } from '@adonisjs/core/http'
import type User from '#accounts/models/user'

const longestSessionMilliseconds = 30 * 24 * 60 * 60 * 1_000

/**
 * Logs a person in under a new session id and answers where they wanted to go. The
 * session carries their id, so that it can be ended from outside.
 */
export async function beginSession({ auth, session }: HttpContext, user: User) {
  const wanted = session.pull('intended_url', '/')
  await auth.use('web').login(user)
  session.put('logged_in_at', Date.now())
  await session.tag(String(user.id))
  return localPath(wanted)
}

/** Whether this session may go on: the person is not disabled, and it began less than 30 days ago. */
export function isSessionValid({ auth, session }: HttpContext) {
  const began = session.get('logged_in_at', Date.now())
  return !auth.user!.isDisabled && Date.now() - began < longestSessionMilliseconds
}

/** A path of this site, and nothing that a browser would read as another one. */
export function localPath(wanted: unknown) {
  return typeof wanted === 'string' && /^\/(?![/\\])[^\\\s]*$/.test(wanted) ? wanted : '/'
}
