import orders from '#config/orders'
import { failpoint } from '#core/failpoints'
import { ask, isFinal, isUnreachable } from '#studio/engine/asking'
import { endAttempt } from '#studio/engine/ending'
import { listenTo, stopListening } from '#studio/engine/listening'
import { noteSnapshot, timedOut } from '#studio/engine/snapshots'
import { giveBack, write } from '#studio/engine/taking'
import { nextTry } from '#studio/engine/waiting'
import type OrderAttempt from '#studio/models/order_attempt'
import { ProviderError, type ProviderFault } from '#studio/providers/faults'
import type { RemoteSnapshot } from '#studio/providers/shapes'

/**
 * Asks once how a job is, having it cancelled before where that was asked for. What takes too long is
 * cancelled too, but only while it is still under way: it may have ended while nobody here looked.
 */
export async function poll(attempt: OrderAttempt, stop: AbortSignal) {
  try {
    if (wantsCancelling(attempt)) await cancel(attempt, stop)
    const snapshot = await look(attempt, stop)
    await failpoint('order.after_poll')
    if (isOver(snapshot) || !hasTakenTooLong(attempt)) await noteSnapshot(attempt, snapshot, known)
    else if (attempt.cancelAnswer !== null) await end(attempt, timedOut)
    else await cancelAndLookAgain(attempt, snapshot, stop)
    if (isOver(snapshot) || attempt.cancelAnswer) stopListening(attempt)
    else listenTo(attempt, stop)
    await failpoint('order.after_snapshot')
  } catch (error) {
    await notAnswered(attempt, error)
  }
}

const known = { error: null }

/** A job its provider does not know is no answer yet: some know it only a moment after they took it. */
async function look(attempt: OrderAttempt, stop: AbortSignal) {
  const snapshot = await ask(attempt, stop, (adapter, context) =>
    adapter.poll(context, attempt.remote!)
  )
  if (snapshot.error?.code === 'lost') throw new ProviderError(snapshot.error)
  return snapshot
}

const isOver = ({ state }: RemoteSnapshot) => ['succeeded', 'failed', 'cancelled'].includes(state)

/** It may be done by the time it is to end, and then it is kept. */
async function cancelAndLookAgain(
  attempt: OrderAttempt,
  snapshot: RemoteSnapshot,
  stop: AbortSignal
) {
  await cancel(attempt, stop)
  await noteSnapshot(attempt, snapshot, known)
}

const wantsCancelling = ({ item, cancelAnswer }: OrderAttempt) =>
  item.order.cancelAskedAt !== null && cancelAnswer === null

async function cancel(attempt: OrderAttempt, stop: AbortSignal) {
  const cancelAnswer = await ask(attempt, stop, (adapter, context) =>
    adapter.cancel(context, attempt.remote!)
  )
  await write(attempt, (row) => row.merge({ cancelAnswer }).save())
  attempt.merge({ cancelAnswer })
  await failpoint('order.after_cancel')
}

/** Nothing a provider says against a job that was taken and paid for is believed before it is said a second time. */
async function notAnswered(attempt: OrderAttempt, error: unknown) {
  if (!(error instanceof ProviderError)) throw error
  const { fault } = error
  if (isUnreachable(attempt)) return end(attempt, fault)
  const isSaidAgain = attempt.error?.code === fault.code
  if (isFinal(fault) && (isSaidAgain || isForgotten(attempt, fault))) return endAs(attempt, fault)
  const dueAt = nextTry(isFinal(fault) ? 3 : attempt.polls, fault)
  await giveBack(attempt, { error: fault, polls: attempt.polls + 1, dueAt })
}

/** What was cancelled before it ran, some do not know any more. */
const isForgotten = ({ cancelAnswer }: OrderAttempt, { code }: ProviderFault) =>
  code === 'lost' && cancelAnswer !== null

function endAs(attempt: OrderAttempt, fault: ProviderFault) {
  if (!isForgotten(attempt, fault)) return end(attempt, { charged: 'maybe', ...fault })
  return end(attempt, attempt.item.order.cancelAskedAt ? null : timedOut)
}

function end(attempt: OrderAttempt, error: ProviderFault | null) {
  stopListening(attempt)
  const stage = error ? 'failed' : 'cancelled'
  return write(attempt, (row, trx) => endAttempt(trx, row, { stage, error }))
}

function hasTakenTooLong({ acceptedAt }: OrderAttempt) {
  return Date.now() - acceptedAt!.toMillis() > orders.timeLimit
}
