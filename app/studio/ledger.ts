import { DateTime } from 'luxon'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type { Money } from '#studio/money'
import type Order from '#studio/models/order'
import type OrderAttempt from '#studio/models/order_attempt'

/**
 * What is promised and what is spent. An item reserves what it is thought to cost; when it
 * ends that is released, and settled where it was charged. The sum of all entries of a
 * person or a project is therefore what they have spent or promised.
 */

/** Reserves the price of each of these items; nothing where it is not known beforehand. */
export async function reserve(
  trx: TransactionClientContract,
  order: Order,
  items: { id: number; price: Money | null }[]
) {
  const entries = items.flatMap(({ id, price }) =>
    price?.amount
      ? [{ ...bookedTo(order, id), kind: 'reserve', ...price, created_at: now(trx) }]
      : []
  )
  for (let from = 0; from < entries.length; from += 500) {
    await trx.table('ledger_entries').multiInsert(entries.slice(from, from + 500))
  }
}

/**
 * Ends the reservation of an attempt's item. What was charged is settled: the actual cost, or
 * what was reserved where the provider names none.
 */
export async function settle(
  trx: TransactionClientContract,
  order: Order,
  attempt: OrderAttempt,
  { charged, cost }: { charged: boolean; cost: Money | null }
) {
  const reserved = await reservedFor(trx, attempt.orderItemId)
  await release(trx, [attempt.orderItemId])
  if (!charged || (await isSettled(trx, attempt))) return
  for (const { amount, currency } of cost ? [cost] : reserved) {
    if (!amount) continue
    await trx.table('ledger_entries').insert({
      ...bookedTo(order, attempt.orderItemId),
      attempt_id: attempt.id,
      kind: 'settle',
      amount,
      currency,
      created_at: now(trx),
    })
  }
}

/** What was paid for, and fetched only when somebody asked again, ends a second time. */
async function isSettled(trx: TransactionClientContract, { id, orderItemId }: OrderAttempt) {
  const entries = trx.from('ledger_entries').where('order_item_id', orderItemId)
  return Boolean(await entries.where({ attempt_id: id, kind: 'settle' }).first())
}

/** Ends the reservations of items that were never sent. */
export async function release(trx: TransactionClientContract, itemIds: number[]) {
  for (let from = 0; from < itemIds.length; from += 500) {
    const chosen = itemIds.slice(from, from + 500)
    await trx.rawQuery(
      `INSERT INTO ledger_entries
         (user_id, project_id, order_id, order_item_id, provider, kind, amount, currency, created_at)
       SELECT user_id, project_id, order_id, order_item_id, provider, 'release', -sum(amount), currency, ?
       FROM ledger_entries
       WHERE order_item_id IN (${chosen.map(() => '?').join(', ')}) AND kind IN ('reserve', 'release')
       GROUP BY user_id, project_id, order_id, order_item_id, provider, currency
       HAVING sum(amount) > 0`,
      [now(trx), ...chosen]
    )
  }
}

async function reservedFor(trx: TransactionClientContract, itemId: number): Promise<Money[]> {
  const rows = await trx
    .from('ledger_entries')
    .where('order_item_id', itemId)
    .whereIn('kind', ['reserve', 'release'])
    .groupBy('currency')
    .select('currency')
    .sum('amount as amount')
  return rows.map(({ amount, currency }) => ({ amount: Number(amount), currency }))
}

function bookedTo({ id, userId, projectId, provider }: Order, itemId: number) {
  return {
    order_id: id,
    user_id: userId,
    project_id: projectId,
    provider,
    order_item_id: itemId,
  }
}

const now = (trx: TransactionClientContract) => DateTime.now().toFormat(trx.dialect.dateTimeFormat)
