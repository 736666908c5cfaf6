import db from '@adonisjs/lucid/services/db'
import logger from '@adonisjs/core/services/logger'
import orders from '#config/orders'
import { contextFor } from '#studio/credentials'
import type OrderAttempt from '#studio/models/order_attempt'
import { adapterFor } from '#studio/providers/registry'
import type { Heard } from '#studio/providers/shapes'

/** The attempts this worker listens to. */
const listening = new Map<number, AbortController>()

/** Has written down what a provider tells by itself of a job under way. It is no verdict: what ended is asked for at once. */
export function listenTo(attempt: OrderAttempt, stop: AbortSignal) {
  const { watch } = adapterFor(attempt.provider)
  if (!watch || !attempt.credential || listening.has(attempt.id)) return
  const enough = new AbortController()
  listening.set(attempt.id, enough)
  const signal = AbortSignal.any([stop, enough.signal])
  const context = contextFor(attempt.credential, signal)
  watch(context, attempt.remote!, writer(attempt.id))
    .catch((err) => logger.debug({ err, attempt: attempt.id }, 'Nothing is heard of an order'))
    .finally(() => listening.delete(attempt.id))
}

export function stopListening({ id }: OrderAttempt) {
  listening.get(id)?.abort()
}

/** Not every step is worth a write, but the end is one. */
function writer(id: number) {
  let latest: Heard = {}
  let timer: NodeJS.Timeout | undefined
  const flush = () => {
    clearTimeout(timer)
    timer = undefined
    note(id, latest).catch((err) => logger.warn({ err, attempt: id }, 'Progress was not noted'))
  }
  return (heard: Heard) => {
    latest = { ...latest, ...heard }
    if (heard.isOver) flush()
    else timer ??= setTimeout(flush, orders.hearingTime).unref()
  }
}

/** Progress never goes back. */
async function note(id: number, { progress = 0, logTail, isOver }: Heard) {
  const further = db.raw('CASE WHEN coalesce(progress, 0) < ? THEN ? ELSE progress END', [
    progress,
    progress,
  ])
  await db
    .from('order_attempts')
    .where('id', id)
    .whereIn('stage', ['remote_queued', 'running'])
    .update({
      progress: further,
      ...(logTail && { log_tail: logTail }),
      ...(isOver && { due_at: Date.now() }),
    })
}
