import { isIPv6 } from 'node:net'
import limiter from '@adonisjs/limiter/services/main'
import { errors } from '@adonisjs/auth'
import { audit } from '#accounts/audit'
import { passSecondFactor } from '#accounts/second_factor'
import User from '#accounts/models/user'

export type LogIn = { user: User } | Refused
type Refused = { refused: string; retryAfter?: number }

/**
 * Checks e-mail and password, of who logs in or wants to change it, at most so often: ten failures in a quarter of an hour for
 * an account from one address, fifty for an account from anywhere, fifty from one address.
 * A wrong password, an unknown e-mail and a disabled person look the same and take equally
 * long. `retryAfter` is in seconds.
 */
export async function logIn(credentials: {
  email: string
  password: string
  ip: string
}): Promise<LogIn> {
  const user = await counted(credentials, () => verified(credentials))
  if (user && 'refused' in user) return user
  if (!user) return { refused: 'This e-mail and password do not belong together.' }
  return { user }
}

/** The second step, for those who have one: guessing codes counts like guessing passwords. */
export async function enterCode(user: User, code: string, ip: string): Promise<LogIn> {
  const passed = await counted({ email: user.email, ip }, async () =>
    (await passSecondFactor(user, code, ip)) ? user : null
  )
  if (passed && 'refused' in passed) return passed
  return passed ? { user } : { refused: 'This code is not right, or it was used before.' }
}

async function counted<Result>(from: { email: string; ip: string }, check: () => Promise<Result>) {
  const failures = failuresOf(from)
  const used = await failures.get()
  const exhausted = used.filter((each) => each && each.remaining <= 0)
  if (exhausted.length > 0) return tooMany(Math.max(...exhausted.map((each) => each!.availableIn)))

  const result = await check()
  if (result) await accountFrom(from).delete()
  else {
    await failures.increment()
    await audit('session.refused', { actor: from.email, ip: from.ip })
  }
  return result
}

async function verified({ email, password }: { email: string; password: string }) {
  try {
    const user = await User.verifyCredentials(email, password)
    return user.isDisabled ? null : user
  } catch (error) {
    if (error instanceof errors.E_INVALID_CREDENTIALS) return null
    throw error
  }
}

const window = '15 mins'

function failuresOf({ email, ip }: { email: string; ip: string }) {
  return limiter.multi([
    { key: `login:${email}:${networkOf(ip)}`, requests: 10, duration: window },
    { key: `login:${email}`, requests: 50, duration: window },
    { key: `login:${networkOf(ip)}`, requests: 50, duration: window },
  ])
}

function accountFrom({ email, ip }: { email: string; ip: string }) {
  return limiter.multi([{ key: `login:${email}:${networkOf(ip)}`, requests: 10, duration: window }])
}

/** Where somebody tries from. Somebody with IPv6 has 2⁶⁴ addresses to try from, so their whole network counts as one. */
export function networkOf(ip: string) {
  if (!isIPv6(ip) || ip.includes('.')) return ip
  const [head, tail = ''] = ip.split('::')
  const groups = head.split(':').filter(Boolean)
  const missing = ip.includes('::') ? 8 - groups.length - tail.split(':').filter(Boolean).length : 0
  return [...groups, ...Array(missing).fill('0')].slice(0, 4).join(':')
}

function tooMany(retryAfter: number): Refused {
  const minutes = Math.ceil(retryAfter / 60)
  const wait = minutes === 1 ? 'a minute' : `${minutes} minutes`
  return { refused: `Too many failed attempts. Wait ${wait} and try again.`, retryAfter }
}
