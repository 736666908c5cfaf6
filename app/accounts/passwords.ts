import pLimit from 'p-limit'
import hash from '@adonisjs/core/services/hash'
import { Exception } from '@adonisjs/core/exceptions'

const atOnce = pLimit(2)
const longestQueue = 20

/**
 * The hasher of passwords. One hash takes 19 MiB and tens of milliseconds of a core: two
 * at a time leave the rest of the machine to the library. Throws a 503 when twenty wait.
 */
export const passwordHash = {
  make: (plain: string) => queued(() => hash.make(plain)),
  verify: (hashed: string, plain: string) => queued(() => hash.verify(hashed, plain)),
}

function queued<Result>(work: () => Promise<Result>) {
  if (atOnce.pendingCount < longestQueue) return atOnce(work)
  const message = 'Too many people are logging in at this moment. Try again in a minute.'
  throw new Exception(message, { status: 503, code: 'E_BUSY' })
}
