import { DateTime } from 'luxon'
import db from '@adonisjs/lucid/services/db'
import orders from '#config/orders'
import { failpoint } from '#core/failpoints'
import { ask, isUnreachable } from '#studio/engine/asking'
import { endAttempt } from '#studio/engine/ending'
import { accept, submissionOf, waitAgain } from '#studio/engine/submitting'
import { giveBack, write } from '#studio/engine/taking'
import { nextTry } from '#studio/engine/waiting'
import type OrderAttempt from '#studio/models/order_attempt'
import { ProviderError } from '#studio/providers/faults'
import { adapterFor } from '#studio/providers/registry'
import type { Reconciliation } from '#studio/providers/shapes'

/**
 * An attempt that was being submitted when its worker died, or whose answer got lost: looked for at
 * the provider. It is sent again once, and only where it certainly never arrived.
 */
export async function findOrResend(attempt: OrderAttempt, stop: AbortSignal) {
  if (!attempt.sentAt) return waitAgain(attempt, null)
  if (isUnreachable(attempt)) return lose(attempt)
  const found = await look(attempt, stop)
  if (!found) return
  if (found.found)
    return accept(attempt, { reference: found.found, snapshot: { state: 'unknown' } })
  const isEarly = ageOf(attempt) < orders.settleTime
  if (!isEarly && found.certain && !attempt.resentAt) return sendAgain(attempt)
  if (!isEarly && (found.certain || isHopeless(attempt))) return lose(attempt)
  await giveBack(attempt, { polls: attempt.polls + 1, dueAt: nextTry(attempt.polls) })
}

/** Null while the provider cannot be asked: then it is looked for later. */
async function look(attempt: OrderAttempt, stop: AbortSignal): Promise<Reconciliation | null> {
  const sent = { ...submissionOf(attempt), sentAt: attempt.sentAt!.toJSDate() }
  const taken = await takenIds(attempt)
  try {
    return await ask(attempt, stop, (adapter, context) =>
      adapter.reconcile(context, { ...sent, taken })
    )
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error
    const { fault } = error
    if (fault.retry === 'never' && fault.code !== 'auth') return { found: null, certain: false }
    const dueAt = nextTry(attempt.polls, fault)
    await giveBack(attempt, {
      polls: attempt.polls + 1,
      error: { ...fault, ambiguous: true },
      dueAt,
    })
    return null
  }
}

/** Jobs that are known to be other attempts': of two alike, each is found for itself. */
async function takenIds({ id, credentialId, sentAt }: OrderAttempt): Promise<string[]> {
  const since = sentAt!.minus({ hours: 1 }).toFormat(db.connection().dialect.dateTimeFormat)
  const rows = await db
    .from('order_attempts')
    .where('credential_id', credentialId!)
    .whereNotNull('external_id')
    .whereNot('id', id)
    .where('accepted_at', '>=', since)
    .orderBy('id', 'desc')
    .limit(2_000)
    .select('external_id')
  return rows.map((row) => row.external_id)
}

async function sendAgain(attempt: OrderAttempt) {
  await failpoint('order.before_resend')
  await waitAgain(attempt, null, { resentAt: DateTime.now() })
}

/** Where a provider keeps no list, or long after, nothing will turn up any more. */
function isHopeless(attempt: OrderAttempt) {
  const { idempotency, synchronous } = adapterFor(attempt.provider).capabilities
  const isUnlisted = idempotency === 'none' && synchronous
  return isUnlisted || ageOf(attempt) > orders.searchTime
}

const ageOf = ({ sentAt }: OrderAttempt) => Date.now() - sentAt!.toMillis()

/** Not where the provider said meanwhile that it has it. */
async function lose(attempt: OrderAttempt) {
  const error = { code: 'lost', retry: 'never', charged: 'maybe' } as const
  await write(attempt, async (row, trx) => {
    if (row.externalId) await row.merge({ leaseOwner: null, leaseUntil: 0 }).save()
    else await endAttempt(trx, row, { stage: 'failed', error })
  })
}
