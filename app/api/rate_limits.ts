import { Exception } from '@adonisjs/core/exceptions'
import type { HttpContext } from '@adonisjs/core/http'
import limiter from '@adonisjs/limiter/services/main'
import type { Operation } from '#api/operation'

/** Requests a minute of one key. */
export const rates = { read: 600, write: 120, heavy: 10 }

/** Counts a request of this key and says in headers how many are left; throws a 429 when none is. */
export async function countRequest({ response }: HttpContext, keyId: number, operation: Operation) {
  const rate = rateOf(operation)
  const counter = limiter.use({ requests: rates[rate], duration: '1 min' })
  const used = await counter.increment(`api:${rate}:${keyId}`)
  response.header('RateLimit-Limit', used.limit)
  response.header('RateLimit-Remaining', Math.max(0, used.remaining))
  response.header('RateLimit-Reset', used.availableIn)
  if (used.consumed <= used.limit) return
  response.header('Retry-After', used.availableIn)
  const message = `This key may send ${used.limit} requests of this kind a minute. Wait ${used.availableIn} seconds.`
  throw new Exception(message, { status: 429 })
}

function rateOf({ heavy, scope }: Operation) {
  if (heavy) return 'heavy'
  return scope === 'read' ? 'read' : 'write'
}
