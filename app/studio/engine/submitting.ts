import { DateTime } from 'luxon'
import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import orders from '#config/orders'
import { failpoint } from '#core/failpoints'
import { requireSpace } from '#library/importing/staging'
import { type Slot, takeSlot } from '#studio/limits'
import type OrderAttempt from '#studio/models/order_attempt'
import ProviderCredential from '#studio/models/provider_credential'
import { ask, faultOf } from '#studio/engine/asking'
import { endAttempt } from '#studio/engine/ending'
import { prepareInputs } from '#studio/engine/inputs'
import { noteSnapshot } from '#studio/engine/snapshots'
import { Fenced, giveBack, loadAttempts, newLease, write } from '#studio/engine/taking'
import { nextTry } from '#studio/engine/waiting'
import { webhookUrlFor } from '#studio/webhooks'
import { ProviderError, type ProviderFault } from '#studio/providers/faults'
import type { SubmitResult, Submission } from '#studio/providers/shapes'

/** Until then an account takes nothing more; only spares asking again and again. */
const full = new Map<number, number>()

/**
 * Attempts that got a slot of their account, each marked as being submitted. The mark is
 * written before anything is sent: whoever finds it after a crash looks for the job first.
 */
export async function beginWaiting(limit: number): Promise<OrderAttempt[]> {
  const begun: number[] = []
  for (const credential of await accountsWaitedFor()) {
    while (begun.length < limit) {
      const id = await beginOne(credential)
      if (!id) break
      begun.push(id)
    }
  }
  await failpoint('order.submitting')
  return loadAttempts(begun)
}

/** Usable accounts for which something waits; the orders of all others stay queued, and say why. */
async function accountsWaitedFor() {
  const now = Date.now()
  const usable = await ProviderCredential.query()
    .whereNotIn('state', ['refused', 'no_credit', 'unreadable'])
    .whereExists((waiting) => {
      waiting
        .from('order_attempts')
        .whereColumn('order_attempts.credential_id', 'provider_credentials.id')
        .where('stage', 'waiting_slot')
        .where('due_at', '<=', now)
    })
  return usable.filter(({ id }) => (full.get(id) ?? 0) <= now)
}

async function beginOne(credential: ProviderCredential): Promise<number | null> {
  return db.transaction(async (trx) => {
    const now = Date.now()
    const waiting = trx.from('order_attempts').where('credential_id', credential.id)
    const attempt = await waiting
      .where('stage', 'waiting_slot')
      .where('due_at', '<=', now)
      .orderBy('due_at')
      .orderBy('id')
      .forUpdate()
      .first()
    if (!attempt) return null
    const slot = credential.removedAt ? noMatter : await takeSlot(credential, now, trx)
    if (!slot.ok) full.set(credential.id, whenToAsk(slot, now))
    else await markSubmitting(trx, attempt)
    return slot.ok ? attempt.id : null
  })
}

/** What was ordered from an account that was removed meets its refusal, and so its end. */
const noMatter: Slot = { ok: true }

/** A place is free again as soon as one of ours ends. */
function whenToAsk({ until, reason }: Exclude<Slot, { ok: true }>, now: number) {
  return reason === 'in_flight' ? now + orders.glance : Math.min(until, now + orders.longestWait)
}

async function markSubmitting(
  trx: TransactionClientContract,
  { id, order_item_id: itemId, sends }: { id: number; order_item_id: number; sends: number }
) {
  const marked = { stage: 'submitting', sends: sends + 1, sent_at: null, ...newLease() }
  await trx.from('order_attempts').where('id', id).update(marked)
  await trx.from('order_items').where('id', itemId).update({ state: 'running' })
  const orderOfIt = trx.from('order_items').where('id', itemId).select('order_id')
  await trx
    .from('orders')
    .whereIn('id', orderOfIt)
    .where('state', 'queued')
    .update({ state: 'running' })
  await failpoint('order.before_submitting')
}

/** Sends an attempt: the one place where something is ordered from a provider. */
export async function submit(attempt: OrderAttempt, _stop: AbortSignal) {
  const result = await prepareAndSend(attempt).catch((error) => refused(attempt, error))
  if (result) await accept(attempt, result)
}

async function prepareAndSend(attempt: OrderAttempt): Promise<SubmitResult> {
  await requireSpace(0)
  const request = await prepareInputs(attempt)
  const sentAt = DateTime.now()
  await write(attempt, (row) => row.merge({ request, sentAt, error: null }).save())
  attempt.merge({ request, sentAt })
  await failpoint('order.before_post')
  const forEver = new AbortController().signal
  const result = await ask(attempt, forEver, (adapter, context) =>
    adapter.submit(context, submissionOf(attempt))
  )
  await failpoint('order.after_post')
  return result
}

/** What is sent of an attempt: the same at each look for it. */
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
  const fault = isOurs && attempt.sentAt ? unknown : faultOf(error)
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

/** Back to the others that wait: nothing of it was accepted. */
export async function waitAgain(
  attempt: OrderAttempt,
  fault: ProviderFault | null,
  also: Partial<OrderAttempt> = {}
) {
  await write(attempt, async (row, trx) => {
    if (row.item.order.cancelAskedAt) return endAttempt(trx, row, { stage: 'cancelled' })
    const free = { ...also, leaseOwner: null, leaseUntil: 0, sentAt: null }
    row.merge({ stage: 'waiting_slot', error: fault, dueAt: nextTry(row.sends, fault), ...free })
    await row.save()
    await trx.from('order_items').where('id', row.orderItemId).update({ state: 'queued' })
  })
}
