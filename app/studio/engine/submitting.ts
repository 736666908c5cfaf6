import { setTimeout as delay } from 'node:timers/promises'
import { DateTime } from 'luxon'
import logger from '@adonisjs/core/services/logger'
import orders from '#config/orders'
import { failpoint } from '#core/failpoints'
import { requireSpace } from '#library/importing/staging'
import type OrderAttempt from '#studio/models/order_attempt'
import { accompany } from '#studio/engine/accompanying'
import { ask, faultOfError } from '#studio/engine/asking'
import { endAttempt } from '#studio/engine/ending'
import { prepareInputs } from '#studio/engine/inputs'
import { noteSnapshot } from '#studio/engine/snapshots'
import { Fenced, giveBack, newLease, write } from '#studio/engine/taking'
import { nextTry } from '#studio/engine/waiting'
import { webhookUrlFor } from '#studio/webhooks'
import { ProviderError, type ProviderFault } from '#studio/providers/faults'
import type { SubmitResult, Submission } from '#studio/providers/shapes'

/** Sends an attempt: the one place where something is ordered from a provider. */
export async function submit(attempt: OrderAttempt, _stop: AbortSignal) {
  const result = await prepareAndSend(attempt).catch((error) => refused(attempt, error))
  if (result) await acceptPatiently(attempt, result)
}

/** Of some orders this is the only time that the result is seen: a busy database does not lose it. */
async function acceptPatiently(attempt: OrderAttempt, result: SubmitResult) {
  for (let tried = 0; ; tried++) {
    try {
      return await accept(attempt, result)
    } catch (error) {
      if (error instanceof Fenced || tried === orders.mostAccepts) throw error
      logger.warn({ err: error, attempt: attempt.id }, 'An answer could not be written down yet')
      await delay(nextTry(tried) - Date.now())
    }
  }
}

async function prepareAndSend(attempt: OrderAttempt): Promise<SubmitResult | null> {
  await requireSpace(0)
  const { sent: parameters, kept: request } = await prepareInputs(attempt)
  const sentAt = DateTime.now()
  if (!(await isToBeSent(attempt, { request, sentAt }))) return null
  attempt.merge({ request, sentAt })
  await failpoint('order.before_post')
  const forEver = new AbortController().signal
  const sending = ask(attempt, forEver, (adapter, context) =>
    adapter.submit(context, { ...submissionOf(attempt), parameters })
  )
  const result = await accompany(attempt, sending)
  await failpoint('order.after_post')
  return result
}

/** Written down with a whole lease, so that nobody looks for it while it is being sent; not where it was cancelled. */
function isToBeSent(
  attempt: OrderAttempt,
  sent: Pick<OrderAttempt, 'request' | 'sentAt'>
): Promise<boolean> {
  return write(attempt, async (row, trx) => {
    const isCancelled = row.item.order.cancelAskedAt !== null
    if (isCancelled) await endAttempt(trx, row, { stage: 'cancelled' })
    else await row.merge({ ...sent, error: null, leaseUntil: newLease().lease_until }).save()
    return !isCancelled
  })
}

/** What was sent of an attempt, as it is kept: the same at each look for it. */
export function submissionOf(attempt: OrderAttempt): Submission {
  const { request, attemptKey, item } = attempt
  return {
    model: item.order.modelReference!,
    parameters: request,
    attemptKey,
    timeLimit: orders.runLimit,
    webhookUrl: webhookUrlFor(attempt),
  }
}

/** Writes down which job of the provider it is, and what is known of that already. */
export async function accept(attempt: OrderAttempt, { reference, snapshot }: SubmitResult) {
  await noteSnapshot(attempt, snapshot, {
    externalId: reference.externalId,
    remote: reference,
    acceptedAt: DateTime.now(),
    error: null,
  })
  await failpoint('order.after_accepted')
}

/** Refused for good, refused for now, or not known: then it is looked for, and never sent again blindly. */
async function refused(attempt: OrderAttempt, error: unknown): Promise<null> {
  if (error instanceof Fenced) throw error
  const isOurs = !(error instanceof ProviderError)
  if (isOurs) logger.error({ err: error, attempt: attempt.id }, 'An order could not be sent')
  const fault = isOurs && attempt.sentAt ? unknown : faultOfError(error)
  if (fault.ambiguous) {
    await giveBack(attempt, { error: fault, dueAt: nextTry(1) })
  } else if (isOurs || mayPass(fault, attempt)) {
    await waitAgain(attempt, fault)
  } else {
    await write(attempt, (row, trx) => endAttempt(trx, row, { stage: 'failed', error: fault }))
  }
  return null
}

const unknown: ProviderFault = { code: 'network', retry: 'later', ambiguous: true }

/** Offline, a rate limit and an account without credit are states that pass; what fails again and again does not. */
function mayPass({ code, retry }: ProviderFault, { sends, credential }: OrderAttempt) {
  if (['network', 'rate_limited'].includes(code)) return true
  if (['auth', 'insufficient_funds'].includes(code)) return !!credential && !credential.removedAt
  return retry === 'later' && sends < orders.mostSends
}

/** Back to the others that wait, unless the provider said meanwhile that it has it: nothing of it was accepted. */
export async function waitAgain(
  attempt: OrderAttempt,
  fault: ProviderFault | null,
  also: Partial<OrderAttempt> = {}
) {
  await write(attempt, async (row, trx) => {
    if (row.item.order.cancelAskedAt) return endAttempt(trx, row, { stage: 'cancelled' })
    if (row.externalId) return row.merge({ leaseOwner: null, leaseUntil: 0 }).save()
    const free = { ...also, leaseOwner: null, leaseUntil: 0, sentAt: null }
    row.merge({ stage: 'waiting_slot', error: fault, dueAt: nextTry(row.sends, fault), ...free })
    await row.save()
    await trx.from('order_items').where('id', row.orderItemId).update({ state: 'queued' })
  })
}
