import { randomUUID } from 'node:crypto'
import { DateTime } from 'luxon'
import type User from '#accounts/models/user'
import type { ProviderFault } from '#studio/providers/faults'
import type { Json } from '#studio/providers/shapes'
import Order from '#studio/models/order'
import OrderAttempt from '#studio/models/order_attempt'
import OrderItem from '#studio/models/order_item'
import Product from '#studio/models/product'
import type Project from '#studio/models/project'
import { storeCredential } from '#studio/credentials'
import ProviderCredential from '#studio/models/provider_credential'
import ProviderModel from '#studio/models/provider_model'
import { createAsset } from '#tests/helpers/library'

interface ItemToMake {
  state?: OrderItem['state']
  parameters?: Record<string, Json>
  choices?: Record<string, string>
  error?: ProviderFault
  attempt?: Partial<OrderAttempt>
  stage?: Product['stage']
}

/** An order as the engine leaves it, with an item and, where one succeeded, a product for each of `items`. */
export async function createOrder(
  project: Project,
  user: User,
  { items = [], ...more }: { items?: ItemToMake[] } & Partial<Omit<Order, 'items'>> = {}
) {
  const many = (state: OrderItem['state']) =>
    items.filter((item) => (item.state ?? 'succeeded') === state).length
  const order = await Order.create({
    projectId: project.id,
    userId: user.id,
    provider: 'sample',
    modelRef: 'sample/shapes',
    modelName: 'Shapes',
    prompt: 'a {red|blue} fox',
    state: 'succeeded',
    placedAt: DateTime.now(),
    itemsTotal: items.length,
    itemsDone: many('succeeded'),
    itemsFailed: many('failed'),
    itemsCancelled: many('cancelled'),
    ...more,
  })
  const made = []
  for (const [position, item] of items.entries()) made.push(await makeItem(order, position, item))
  return { order, items: made }
}

async function makeItem(order: Order, position: number, asked: ItemToMake) {
  const { state = 'succeeded', parameters = {}, choices = {}, error, attempt, stage } = asked
  const prompt = `a fox, number ${position}`
  const item = await OrderItem.create({
    ...{ orderId: order.id, position, prompt, state, parameters, choices },
    seed: String(1000 + position),
    error: error ?? null,
  })
  await OrderAttempt.create({
    ...{ orderItemId: item.id, number: 1, attemptKey: randomUUID(), provider: 'sample' },
    ...{ baseUrl: 'sample:', modelRef: 'sample/shapes', requestHash: 'none', dueAt: 0 },
    request: { model: { ref: 'sample/shapes' }, parameters },
    stage: state === 'succeeded' ? 'done' : state === 'failed' ? 'failed' : 'running',
    error: error ?? null,
    ...attempt,
  })
  const product = state === 'succeeded' ? await makeProduct(order, item, stage) : null
  return { item, product }
}

async function makeProduct(order: Order, item: OrderItem, stage: ItemToMake['stage'] = 'draft') {
  const owner = { id: order.userId } as User
  const asset = await createAsset({ owner, prompt: item.prompt, seed: item.seed ?? undefined })
  return Product.create({
    ...{ assetId: asset.id, orderItemId: item.id, projectId: order.projectId },
    ...{ position: 0, stage },
  })
}

/** A model of the built-in provider, by a reference of its own. */
export async function createModel(more: Partial<ProviderModel> = {}) {
  const known = await ProviderCredential.query()
    .where('provider', 'sample')
    .whereNull('removed_at')
    .first()
  const credential = known ?? (await storeCredential('sample', { label: 'Sample pictures' }))
  return ProviderModel.create({
    credentialId: credential.id,
    ref: `sample/${randomUUID()}`,
    name: 'Somebody’s model',
    modality: 'text_to_image',
    ...more,
  })
}
