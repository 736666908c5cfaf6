import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import OrderOutput from '#studio/models/order_output'

/**
 * Has paid results fetched again whose fetching failed in a way that may pass, so that nothing is paid
 * for twice. Answers of how many failed items.
 */
export async function fetchAgain(trx: TransactionClientContract, orderId: number): Promise<number> {
  const outputs = await failedOutputs(trx, orderId)
  const coming = outputs.filter(({ error }) => error?.retry === 'later')
  const attemptIds = [...new Set(coming.map(({ attemptId }) => attemptId))]
  for (const ids of chunksOf(coming.map(({ id }) => id))) {
    await trx.from('order_outputs').whereIn('id', ids).update({ state: 'waiting', tries: 0 })
  }
  const open = { error: null, finished_at: null }
  for (const ids of chunksOf(attemptIds)) {
    const attempts = () => trx.from('order_attempts').whereIn('id', ids)
    await attempts().update({ ...open, stage: 'downloading', due_at: Date.now() })
    const items = trx.from('order_items').whereIn('id', attempts().select('order_item_id'))
    await items.update({ ...open, state: 'running' })
  }
  return attemptIds.length
}

/** Of the last attempt of each item that failed. */
function failedOutputs(trx: TransactionClientContract, orderId: number) {
  const items = trx.from('order_items').where({ order_id: orderId, state: 'failed' }).select('id')
  const last = trx
    .from('order_attempts')
    .whereIn('order_item_id', items)
    .groupBy('order_item_id')
    .max('id')
  return OrderOutput.query({ client: trx }).whereIn('attempt_id', last).where('state', 'failed')
}

function chunksOf(ids: number[]) {
  const count = Math.ceil(ids.length / 500)
  return Array.from({ length: count }, (_, index) => ids.slice(index * 500, (index + 1) * 500))
}
