import orders from '#config/orders'
import { failpoint } from '#core/failpoints'
import { ask, faultOf } from '#studio/engine/asking'
import { endAttempt } from '#studio/engine/ending'
import { noteSnapshot } from '#studio/engine/snapshots'
import { giveBack, write } from '#studio/engine/taking'
import { nextTry } from '#studio/engine/waiting'
import type OrderAttempt from '#studio/models/order_attempt'
import type { ProviderFault } from '#studio/providers/faults'

/** Asks once how a job is, or has it cancelled where that was asked for or it takes too long. */
export async function poll(attempt: OrderAttempt, stop: AbortSignal) {
  try {
    const tooLong = hasTakenTooLong(attempt)
    if (tooLong || wantsCancelling(attempt)) {
      const answer = await cancel(attempt, stop)
      if (tooLong) return await end(attempt, timedOut)
      if (answer === 'cancelled') return await end(attempt, null)
    }
    const snapshot = await ask(attempt, stop, (adapter, context) =>
      adapter.poll(context, attempt.remote!)
    )
    await failpoint('order.after_poll')
    await noteSnapshot(attempt, snapshot, { error: null })
    await failpoint('order.after_snapshot')
  } catch (error) {
    await notAnswered(attempt, error)
  }
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
  return cancelAnswer
}

async function notAnswered(attempt: OrderAttempt, error: unknown) {
  const fault = faultOf(error)
  if (fault.code === 'lost') return notFound(attempt, fault)
  const isOver = fault.retry === 'never' && !['auth', 'insufficient_funds'].includes(fault.code)
  if (isOver || isUnreachable(attempt)) return end(attempt, fault)
  const dueAt = nextTry(attempt.polls, fault)
  await giveBack(attempt, { error: fault, polls: attempt.polls + 1, dueAt })
}

/** Believed when it is said a second time: some providers know a job only a moment after they took it. */
async function notFound(attempt: OrderAttempt, fault: ProviderFault) {
  if (attempt.cancelAnswer) return end(attempt, null)
  if (attempt.error?.code === 'lost') return end(attempt, { charged: 'maybe', ...fault })
  await giveBack(attempt, { error: fault, polls: attempt.polls + 1, dueAt: nextTry(3) })
}

function end(attempt: OrderAttempt, error: ProviderFault | null) {
  const stage = error ? 'failed' : 'cancelled'
  return write(attempt, (row, trx) => endAttempt(trx, row, { stage, error }))
}

function hasTakenTooLong({ acceptedAt }: OrderAttempt) {
  return Date.now() - acceptedAt!.toMillis() > orders.timeLimit
}

/** Without an account nobody can be asked ever again. */
const isUnreachable = ({ credential }: OrderAttempt) => !credential || credential.removedAt !== null

const timedOut: ProviderFault = { code: 'timeout', retry: 'never', charged: 'maybe' }
