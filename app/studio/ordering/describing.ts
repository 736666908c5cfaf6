import type Order from '#studio/models/order'
import OrderItem from '#studio/models/order_item'
import { decimal } from '#studio/money'

/** An order as other programs read it. */
export async function orderForPrograms(order: Order) {
  const { id, projectId, provider, modelRef, state, estimate, estimateCurrency } = order
  const items = await OrderItem.query()
    .where('order_id', id)
    .orderBy('position')
    .preload('products', (products) => products.orderBy('position'))
  return {
    ...{ order: id, project: projectId, provider, model: modelRef, state },
    estimate: estimate === null ? null : `${decimal(Number(estimate))} ${estimateCurrency}`,
    items: items.map((item) => ({
      position: item.position,
      state: item.state,
      prompt: item.prompt,
      choices: item.choices,
      parameters: item.parameters,
      seed: item.seed,
      error: item.error,
      assets: item.products.map(({ assetId }) => assetId),
    })),
  }
}
