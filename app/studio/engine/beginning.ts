import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type { DatabaseQueryBuilderContract } from '@adonisjs/lucid/types/querybuilder'
import orders from '#config/orders'
import { failpoint } from '#core/failpoints'
import { type Slot, takeSlot } from '#studio/limits'
import type OrderAttempt from '#studio/models/order_attempt'
import ProviderCredential, { unusableStates } from '#studio/models/provider_credential'
import { loadAttempts, newLease } from '#studio/engine/taking'
import { beyondAnyWait } from '#studio/engine/waiting'

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
  if (begun.length) await failpoint('order.submitting')
  return loadAttempts(begun)
}

/** Usable accounts for which something waits, and removed ones; the orders of all others stay queued, and say why. */
async function accountsWaitedFor() {
  const now = Date.now()
  const usable = await ProviderCredential.query()
    .where((account) => account.whereNotIn('state', unusableStates).orWhereNotNull('removed_at'))
    .whereExists((waiting) => {
      waiting
        .from('order_attempts')
        .whereColumn('order_attempts.credential_id', 'provider_credentials.id')
        .where('stage', 'waiting_slot')
        .where(isDue(now))
    })
  return usable.filter(({ id }) => (full.get(id) ?? 0) <= now)
}

const isDue = (now: number) => (attempt: DatabaseQueryBuilderContract) =>
  void attempt.where('due_at', '<=', now).orWhere('due_at', '>', now + beyondAnyWait)

async function beginOne(credential: ProviderCredential): Promise<number | null> {
  return db.transaction(async (trx) => {
    const now = Date.now()
    const waiting = trx.from('order_attempts').where('credential_id', credential.id)
    const attempt = await waiting
      .where('stage', 'waiting_slot')
      .where(isDue(now))
      .orderBy('due_at')
      .orderBy('id')
      .forUpdate()
      .first()
    if (!attempt) return null
    const slot = credential.removedAt ? noMatter : await takeSlot(credential, now, trx)
    if (!slot.ok) full.set(credential.id, fullUntil(slot, now))
    else await markSubmitting(trx, attempt)
    return slot.ok ? attempt.id : null
  })
}

/** What was ordered from an account that was removed meets its refusal, and so its end. */
const noMatter: Slot = { ok: true }

/** A place is free again as soon as one of ours ends. */
function fullUntil({ until, reason }: Exclude<Slot, { ok: true }>, now: number) {
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
