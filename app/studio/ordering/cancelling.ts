import { DateTime } from 'luxon'
import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { foldOrder } from '#studio/engine/ending'
import { release } from '#studio/ledger'
import Order from '#studio/models/order'

/**
 * Asks that no more of an order is made. What was not sent yet is cancelled at once; the provider is
 * asked about the rest, and what it has made and charged already is kept. False where all was over.
 */
export async function cancelOrder(order: Order): Promise<boolean> {
  return db.transaction(async (trx) => {
    const locked = await Order.query({ client: trx })
      .where('id', order.id)
      .forUpdate()
      .firstOrFail()
    if (!locked.isUnfinished) return false
    await locked.merge({ cancelAskedAt: locked.cancelAskedAt ?? DateTime.now() }).save()
    await cancelWaiting(trx, order.id)
    await lookAtSent(trx, order.id)
    await foldOrder(trx, order.id)
    return true
  })
}

/** Nobody has heard of these; a worker that has just taken one finds it gone. */
async function cancelWaiting(trx: TransactionClientContract, orderId: number) {
  const finished = { finished_at: DateTime.now().toFormat(trx.dialect.dateTimeFormat) }
  const waiting = await attemptsOf(trx, orderId).where('stage', 'waiting_slot').select('*')
  const ended = { stage: 'cancelled', lease_owner: null, lease_until: 0, ...finished }
  await attemptsOf(trx, orderId).where('stage', 'waiting_slot').update(ended)
  const itemIds: number[] = waiting.map(({ order_item_id: id }) => id)
  for (let from = 0; from < itemIds.length; from += 500) {
    const items = trx.from('order_items').whereIn('id', itemIds.slice(from, from + 500))
    await items.update({ state: 'cancelled', ...finished })
  }
  await release(trx, itemIds)
}

/** A lost one is looked for when it is due. */
async function lookAtSent(trx: TransactionClientContract, orderId: number) {
  await attemptsOf(trx, orderId)
    .whereIn('stage', ['remote_queued', 'running'])
    .update({ due_at: Date.now() })
}

function attemptsOf(trx: TransactionClientContract, orderId: number) {
  const items = trx.from('order_items').where('order_id', orderId).select('id')
  return trx.from('order_attempts').whereIn('order_item_id', items)
}
