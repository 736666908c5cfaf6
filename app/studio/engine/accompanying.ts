import { setTimeout as delay } from 'node:timers/promises'
import logger from '@adonisjs/core/services/logger'
import orders from '#config/orders'
import { contextFor } from '#studio/credentials'
import { write } from '#studio/engine/taking'
import type OrderAttempt from '#studio/models/order_attempt'
import { adapterFor } from '#studio/providers/registry'

/**
 * Where the answer to an order is its result, it is out for as long as the work takes: asks meanwhile how
 * far it is, and has it stopped where that is asked for.
 */
export async function accompany<T>(attempt: OrderAttempt, sending: Promise<T>): Promise<T> {
  if (!adapterFor(attempt.provider).progress) return sending
  const over = new AbortController()
  const looking = lookAgainAndAgain(attempt, over.signal)
  try {
    return await sending
  } finally {
    over.abort()
    await looking
  }
}

async function lookAgainAndAgain(attempt: OrderAttempt, over: AbortSignal) {
  const waited = () => delay(orders.hearingTime, true, { signal: over }).catch(() => false)
  while (await waited()) {
    await look(attempt, over).catch((err) => {
      if (!over.aborted) logger.debug({ err, attempt: attempt.id }, 'How far it is was not heard')
    })
  }
}

async function look(attempt: OrderAttempt, over: AbortSignal) {
  const adapter = adapterFor(attempt.provider)
  const context = contextFor(attempt.credential, over)
  const reference = { externalId: attempt.attemptKey, modelRef: attempt.modelRef }
  const heard = await adapter.progress!(context, reference)
  const isToStop = await write(attempt, async (row) => {
    const progress = Math.max(row.progress ?? 0, heard?.progress ?? 0)
    await row.merge({ progress, logTail: heard?.logTail ?? row.logTail }).save()
    return row.item.order.cancelAskedAt !== null && row.cancelAnswer === null
  })
  if (!isToStop) return
  const cancelAnswer = await adapter.cancel(context, reference)
  await write(attempt, (row) => row.merge({ cancelAnswer }).save())
}
