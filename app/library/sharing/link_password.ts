import limiter from '@adonisjs/limiter/services/main'
import { networkOf } from '#accounts/logging_in'
import { passwordHash } from '#accounts/passwords'
import type ShareLink from '#library/models/share_link'

const window = '15 mins'

/** Whether this is the password of the link. Guessed ten times from one network, or a hundred from anywhere, it is not looked at for a quarter of an hour: then `retryAfter` says for how many seconds. */
export async function tryPassword(link: ShareLink, password: string, ip: string) {
  const guesses = limiter.multi([
    { key: `share_link:${link.id}:${networkOf(ip)}`, requests: 10, duration: window },
    { key: `share_link:${link.id}`, requests: 100, duration: window },
  ])
  const used = await guesses.get()
  const exhausted = used.filter((each) => each && each.remaining <= 0)
  if (exhausted.length > 0) {
    return { right: false, retryAfter: Math.max(...exhausted.map((each) => each!.availableIn)) }
  }
  const right = await passwordHash.verify(link.password!, password)
  if (!right) await guesses.increment()
  return { right }
}
