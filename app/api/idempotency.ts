import { createHash } from 'node:crypto'
import { Exception } from '@adonisjs/core/exceptions'
import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import db from '@adonisjs/lucid/services/db'
import type User from '#accounts/models/user'

const dayMilliseconds = 24 * 60 * 60 * 1_000
const longestKey = 255

/**
 * Does a creation once for each key a person sends with it: the same request again, within
 * a day, gets the same answer. Throws a 409 while the first is still being done and a 422
 * where the key was used for something else. Refused and failed creations may be tried again.
 */
export async function answerOnce(
  ctx: HttpContext,
  { user, key }: { user: User; key: string },
  next: NextFn
) {
  const { request, response } = ctx
  if (key.length > longestKey)
    throw new Exception('This Idempotency-Key is too long.', { status: 422 })
  const hash = hashOf(request)
  const before = await claim(user.id, key, hash)
  if (before) return replay(response, before, hash)

  const mine = () => db.from('api_requests').where({ user_id: user.id, idempotency_key: key })
  try {
    await next()
    const status = response.getStatus()
    if (status >= 400) return await mine().delete()
    await mine().update({ status, body: JSON.stringify(response.getBody() ?? null) })
  } catch (error) {
    await mine().delete()
    throw error
  }
}

interface Before {
  request_hash: string
  status: number | null
  body: string | null
}

/** Of two requests that come at once, the unique key lets one be the first. */
async function claim(userId: number, key: string, hash: string): Promise<Before | undefined> {
  const old = new Date(Date.now() - dayMilliseconds)
  await db.from('api_requests').where('user_id', userId).where('created_at', '<', old).delete()
  const row = { user_id: userId, idempotency_key: key, request_hash: hash, created_at: new Date() }
  const inserted = await db
    .knexQuery()
    .table('api_requests')
    .insert(row)
    .onConflict(['user_id', 'idempotency_key'])
    .ignore()
    .returning('id')
  if (inserted.length) return undefined
  return db.from('api_requests').where({ user_id: userId, idempotency_key: key }).first()
}

function replay(response: HttpContext['response'], before: Before, hash: string) {
  if (before.request_hash !== hash) {
    const message = 'This Idempotency-Key was used for another request. Make a new one.'
    throw new Exception(message, { status: 422 })
  }
  if (before.status === null) {
    const message = 'The first request with this Idempotency-Key is still being done.'
    throw new Exception(message, { status: 409 })
  }
  response.header('Idempotent-Replayed', 'true')
  return response.status(before.status).send(JSON.parse(before.body!))
}

/** Files are streamed after this, so of an upload its length stands for its content. */
function hashOf(request: HttpContext['request']) {
  const content = request.raw() ?? request.header('Content-Length') ?? ''
  return createHash('sha256')
    .update([request.method(), request.url(true), content].join('\n'))
    .digest('hex')
}
