import { DateTime } from 'luxon'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { settle } from '#studio/ledger'
import type OrderAttempt from '#studio/models/order_attempt'
import type { Money } from '#studio/money'
import type { ProviderFault } from '#studio/providers/faults'

interface Ending {
  stage: 'done' | 'failed' | 'cancelled'
  error?: ProviderFault | null
}

const itemStates = { done: 'succeeded', failed: 'failed', cancelled: 'cancelled' } as const

/** The end of an attempt, and with it of its item, its money and perhaps of the order. */
export async function endAttempt(
  trx: TransactionClientContract,
  attempt: OrderAttempt,
  { stage, error = null }: Ending
) {
  const finishedAt = DateTime.now()
  const charged = isCharged(attempt, stage, error)
  attempt.useTransaction(trx)
  await attempt.merge({ stage, error, finishedAt, leaseOwner: null, leaseUntil: 0 }).save()
  const { item } = attempt
  item.useTransaction(trx)
  await item.merge({ state: itemStates[stage], error, finishedAt }).save()
  await settle(trx, item.order, attempt, { charged, cost: costOf(attempt) })
  await foldOrder(trx, item.orderId)
}

/** What a provider may have charged counts as charged: a budget is no place for hope. */
function isCharged(attempt: OrderAttempt, end: Ending['stage'], error: ProviderFault | null) {
  if (end === 'done' || attempt.cost !== null) return true
  if (error?.charged) return error.charged !== 'no'
  if (end === 'cancelled') return hadBegun(attempt)
  return attempt.acceptedAt !== null || error?.code === 'lost'
}

/** Of the work on a job until it was cancelled some ask their share. */
function hadBegun({ stage, progress, cancelAnswer }: OrderAttempt) {
  return stage === 'running' || Boolean(progress) || cancelAnswer === 'requested'
}

function costOf({ cost, costCurrency }: OrderAttempt): Money | null {
  return cost === null ? null : { amount: Number(cost), currency: costCurrency! }
}

/** Brings an order's counters and state up to its items. */
export async function foldOrder(trx: TransactionClientContract, orderId: number) {
  const rows = await trx
    .from('order_items')
    .where('order_id', orderId)
    .groupBy('state')
    .select('state')
    .count('* as count')
  const of = (state: string) => Number(rows.find((row) => row.state === state)?.count ?? 0)
  const [done, failed, cancelled] = [of('succeeded'), of('failed'), of('cancelled')]
  const open = of('queued') + of('running')
  const state = open ? underWay(of) : ended({ done, failed, cancelled })
  const counters = { items_done: done, items_failed: failed, items_cancelled: cancelled }
  const now = DateTime.now().toFormat(trx.dialect.dateTimeFormat)
  await trx
    .from('orders')
    .where('id', orderId)
    .update({ ...counters, state, finished_at: open ? null : now, updated_at: now })
}

function underWay(of: (state: string) => number) {
  return of('running') + of('succeeded') + of('failed') ? 'running' : 'queued'
}

function ended({ done, failed, cancelled }: { done: number; failed: number; cancelled: number }) {
  if (done && !failed && !cancelled) return 'succeeded'
  if (done) return 'partial'
  return failed ? 'failed' : 'cancelled'
}
