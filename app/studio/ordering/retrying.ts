import db from '@adonisjs/lucid/services/db'
import { jsonField } from '#core/dialect'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { refuseBeyondBudget } from '#studio/budgets'
import { foldOrder } from '#studio/engine/ending'
import { reserve } from '#studio/ledger'
import Order from '#studio/models/order'
import ProviderCredential from '#studio/models/provider_credential'
import ProviderModel from '#studio/models/provider_model'
import type { Money } from '#studio/money'
import { priceOf, pricesOf } from '#studio/ordering/estimating'
import { fetchAgain } from '#studio/ordering/fetching_again'
import { insertAttempts } from '#studio/ordering/placing'
import type { FaultCode } from '#studio/providers/faults'
import { type Confirmed, NeedsConfirmation, OrderRefused } from '#studio/refusing'

/** Whether it helps to send a failed item again: it may, or it was perhaps made and billed, or it would be refused again. */
export type Hope = 'retryable' | 'lost' | 'hopeless'

const refusedAgain: FaultCode[] = [
  'validation',
  'content_policy',
  'input_media',
  'output_blocked',
  'unsupported',
]

/**
 * Makes the failed items of an order once more, or with `lost` those nobody knows the end of; each
 * is paid for again, as far as the provider charges, unless its result was made and only never
 * arrived. What would only be refused again is left out. Answers how many. Throws OrderRefused and
 * NeedsConfirmation.
 */
export async function retryFailed(
  order: Order,
  { confirmed = {}, lost = false }: { confirmed?: Confirmed; lost?: boolean } = {}
): Promise<number> {
  const hope = lost ? 'lost' : 'retryable'
  const credential = await accountOf(order)
  const failed = await failedItems(db.connection(), order.id, hope)
  if (!failed.length) return 0
  if (lost && !confirmed.billing) throw new NeedsConfirmation('billing', perhapsBilled)
  const prices = await pricesByItem(order, credential, failed)
  return db.transaction(async (trx) => {
    const locked = await Order.query({ client: trx })
      .where('id', order.id)
      .forUpdate()
      .firstOrFail()
    refuseWhileCancelling(locked)
    const fetched = lost ? 0 : await fetchAgain(trx, order.id)
    /** What failed meanwhile nobody has asked a price for: it is for the next time. */
    const present = await failedItems(trx, order.id, hope)
    const items = present.filter(({ id }) => prices.has(id))
    const ids = items.map(({ id }) => id)
    const priced = ids.map((id) => ({ id, price: prices.get(id) ?? null }))
    const purse = { userId: order.userId, projectId: order.projectId, confirmed }
    await refuseBeyondBudget(
      trx,
      purse,
      priced.map(({ price }) => price)
    )
    await insertAttempts(trx, locked, credential, items)
    await reserve(trx, locked, priced)
    await reopen(trx, locked, ids)
    return fetched + items.length
  })
}

/** What making each of these again is thought to cost. */
async function pricesByItem(order: Order, credential: ProviderCredential, failed: Failed[]) {
  const model = order.modelId === null ? null : await ProviderModel.find(order.modelId)
  const items = failed.map(({ id, parameters }) => ({ id, parameters: JSON.parse(parameters) }))
  const prices = await pricesOf(items, model?.parameters ?? [], ({ parameters }) =>
    priceOf(credential, { model: order.modelReference!, parameters })
  )
  return new Map<number, Money | null>(items.map(({ id }, at) => [id, prices[at]]))
}

/** Whoever retries wants more of it, whoever cancels none: one after the other. */
function refuseWhileCancelling(order: Order) {
  if (!order.isUnfinished || !order.cancelAskedAt) return
  throw new OrderRefused('This order is being cancelled. Wait until it has ended, then try again.')
}

/** How many failed items of an order there are of each hope. */
export async function failedCounts(orderId: number) {
  const rows = await db
    .from('order_items')
    .where({ order_id: orderId, state: 'failed' })
    .groupBy('hope')
    .select(db.raw(`${hopeColumn()} AS hope`))
    .count('* as count')
  const counts = Object.fromEntries(rows.map(({ hope, count }) => [hope, Number(count)]))
  return counts as Partial<Record<Hope, number>>
}

const perhapsBilled =
  'The provider may have made and billed these. Look there first: sending them again is paid for once more.'

function hopeColumn() {
  const [code, ambiguous] = [jsonField('error', `'code'`), jsonField('error', `'ambiguous'`)]
  return `CASE
    WHEN ${code} = 'lost' OR ${ambiguous} IN ('1', 'true') THEN 'lost'
    WHEN ${code} IN (${refusedAgain.map((each) => `'${each}'`).join(', ')}) THEN 'hopeless'
    ELSE 'retryable' END`
}

async function accountOf({ credentialId }: Order) {
  const credential = credentialId === null ? null : await ProviderCredential.find(credentialId)
  if (credential && !credential.removedAt) return credential
  throw new OrderRefused(
    'The account this was ordered from was removed. Clone the order and choose another model.'
  )
}

type Failed = { id: number; parameters: string; number: number }

function failedItems(
  client: Pick<TransactionClientContract, 'from' | 'raw'>,
  orderId: number,
  hope: Hope
) {
  return client
    .from('order_items')
    .where({ order_id: orderId, state: 'failed' })
    .whereRaw(`${hopeColumn()} = ?`, [hope])
    .orderBy('position')
    .select('id', 'parameters')
    .select(
      client.raw(
        '(SELECT max(number) + 1 FROM order_attempts a WHERE a.order_item_id = order_items.id) AS number'
      )
    ) as unknown as Promise<Failed[]>
}

async function reopen(trx: TransactionClientContract, order: Order, ids: number[]) {
  for (let from = 0; from < ids.length; from += 500) {
    await trx
      .from('order_items')
      .whereIn('id', ids.slice(from, from + 500))
      .update({ state: 'queued', error: null, finished_at: null })
  }
  await order.merge({ cancelAskedAt: null }).save()
  await foldOrder(trx, order.id)
}
