import { createHash, randomUUID } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import { DateTime } from 'luxon'
import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { failpoint } from '#core/failpoints'
import { refuseBeyondBudget } from '#studio/budgets'
import type { ExpandedItem } from '#studio/expanding'
import { describeModel } from '#studio/catalog/describing'
import { reserve } from '#studio/ledger'
import Order from '#studio/models/order'
import ProviderCredential from '#studio/models/provider_credential'
import ProviderModel from '#studio/models/provider_model'
import type { Money } from '#studio/money'
import { recipeOfOrder } from '#studio/ordering/drafting'
import { priceOf, pricesOf, sumOf } from '#studio/ordering/estimating'
import { itemsOf } from '#studio/ordering/expanding_orders'
import type { ModelReference } from '#studio/providers/shapes'
import { AlreadyPlaced, type Confirmed, NeedsConfirmation, OrderRefused } from '#studio/refusing'

interface Ready {
  items: ExpandedItem[]
  credential: ProviderCredential
  reference: ModelReference
  /** Of each item. */
  prices: (Money | null)[]
}

/** Beyond so many a person is asked whether they mean it. */
export const mostUnasked = 20

/**
 * Places a draft: from then on it never changes, and the worker begins with it. Throws
 * TemplateError, OrderRefused and NeedsConfirmation, and has changed nothing then.
 */
export async function placeOrder(
  draft: Order,
  { confirmed = {} }: { confirmed?: Confirmed } = {}
): Promise<Order> {
  if (!draft.isDraft) throw new AlreadyPlaced(draft.id)
  const ready = await makeReady(draft, confirmed)
  const order = await db.transaction(async (trx) => {
    const purse = { userId: draft.userId, projectId: draft.projectId, confirmed }
    await refuseBeyondBudget(trx, purse, ready.prices)
    const placed = await markPlaced(trx, draft, ready)
    await insertItems(trx, placed, ready)
    await failpoint('order.before_placed')
    return placed
  })
  await failpoint('order.after_placed')
  return order
}

async function makeReady(draft: Order, confirmed: Confirmed): Promise<Ready> {
  const chosen = draft.modelId ? await ProviderModel.find(draft.modelId) : null
  if (!chosen) throw refusedAt('model', 'Choose a model.')
  const model = chosen.parameters ? chosen : await describeModel(chosen).catch(() => null)
  if (!model) throw refusedAt('model', unread)
  const credential = await ProviderCredential.query()
    .where('id', model.credentialId)
    .whereNull('removed_at')
    .first()
  if (!credential)
    throw refusedAt('model', 'The account this model belongs to was removed. Choose another one.')
  const items = await itemsOf(draft, model)
  if (items.length > mostUnasked && !confirmed.count) throw asksForCount(items.length)
  const { reference, parameters: specs } = model
  const prices = await pricesOf(items, specs ?? [], ({ parameters }) =>
    priceOf(credential, { model: reference, parameters })
  )
  return { items, credential, reference, prices }
}

const asksForCount = (count: number) =>
  new NeedsConfirmation(
    'count',
    `This makes ${count.toLocaleString('en')} pictures, more than ${mostUnasked}. Confirm that you mean it.`
  )

const unread =
  'What this model takes could not be read from its provider yet. Try again when it can be reached.'

const refusedAt = (name: string, message: string) => new OrderRefused(message, [{ name, message }])

async function markPlaced(
  trx: TransactionClientContract,
  draft: Order,
  { items, credential, reference, prices }: Ready
) {
  const order = await Order.query({ client: trx })
    .where({ id: draft.id, state: 'draft' })
    .forUpdate()
    .first()
  if (!order) throw new AlreadyPlaced(draft.id)
  if (!isSame(order, draft)) throw new OrderRefused('It was changed meanwhile. Look at it again.')
  const estimate = sumOf(prices)
  const chosen = { credentialId: credential.id, provider: credential.provider }
  const told = { modelReference: reference, estimate: estimate?.amount ?? null }
  const counted = { itemsTotal: items.length, estimateCurrency: estimate?.currency ?? null }
  order.merge({ ...chosen, ...told, ...counted, state: 'queued', placedAt: DateTime.now() })
  return order.save()
}

/** What was expanded is what is placed: a draft saved meanwhile in another window is not. */
const isSame = (order: Order, draft: Order) =>
  isDeepStrictEqual(recipeOfOrder(order), recipeOfOrder(draft)) && order.modelId === draft.modelId

/** So many rows of ten values stay below the number of values SQLite takes. */
const chunk = 500

async function insertItems(trx: TransactionClientContract, order: Order, ready: Ready) {
  for (let from = 0; from < ready.items.length; from += chunk) {
    const rows = ready.items.slice(from, from + chunk).map((item, index) => ({
      order_id: order.id,
      position: from + index,
      prompt: item.prompt,
      negative_prompt: item.negativePrompt,
      choices: JSON.stringify(item.choices),
      parameters: JSON.stringify(item.parameters),
      seed: item.seed,
    }))
    await trx.table('order_items').multiInsert(rows)
  }
  const items = await trx
    .from('order_items')
    .where('order_id', order.id)
    .orderBy('position')
    .select('id', 'parameters')
  await insertAttempts(trx, order, ready.credential, items)
  const priced = items.map(({ id }, position) => ({ id, price: ready.prices[position] }))
  await reserve(trx, order, priced)
}

/** The attempts of items that are to be made, each due at once. */
export async function insertAttempts(
  trx: TransactionClientContract,
  order: Order,
  credential: ProviderCredential,
  items: { id: number; parameters: string; number?: number }[]
) {
  const now = Date.now()
  const rows = items.map(({ id, parameters, number = 1 }) => ({
    order_item_id: id,
    number,
    attempt_key: randomUUID(),
    credential_id: credential.id,
    provider: credential.provider,
    base_url: credential.baseUrl,
    model_ref: order.modelRef,
    request: parameters,
    request_hash: createHash('sha256').update(parameters).digest('hex'),
    stage: 'waiting_slot',
    due_at: now,
    created_at: DateTime.fromMillis(now).toFormat(trx.dialect.dateTimeFormat),
  }))
  for (let from = 0; from < rows.length; from += chunk) {
    await trx.table('order_attempts').multiInsert(rows.slice(from, from + chunk))
  }
}
