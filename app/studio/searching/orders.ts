import type User from '#accounts/models/user'
import type { Field } from '#library/search/fields/field'
import { sql } from '#library/search/sql'
import { keyword } from '#library/search/values'
import Order from '#studio/models/order'
import { madeFor } from '#studio/searching/products'

/** `order:12`: what came of an order, by its number. */
export const order: Field = {
  label: 'Order',
  help: 'what came of an order, by its number; none for what was not ordered',
  example: 'order:12',
  check: (value) => {
    if (keyword(value) || numbered.test(value.text)) return
    throw new Error('Give the number of an order, any or none.')
  },
  offer: async ({ viewer }) => {
    const latest = await ordersSeenBy(viewer).orderBy('orders.id', 'desc').limit(50)
    return latest.map(({ id, prompt, itemsDone }) => ({
      value: String(id),
      count: itemsDone,
      help: prompt.slice(0, 60).trim(),
    }))
  },
  build: (node, context) => {
    const { sql: text, bindings } = ordersSeenBy(context.viewer).select('orders.id').toSQL()
    return madeFor(node, {
      joined: 'JOIN order_items i ON i.id = p.order_item_id',
      column: 'i.order_id',
      seen: sql(text, ...(bindings as number[])),
      idsOf: async ({ text: number }) => {
        const found = await ordersSeenBy(context.viewer)
          .where('orders.id', numbered.exec(number)![1])
          .select('orders.id')
        if (!found.length) context.hint(`There is no order ${number}.`)
        return found.map(({ id }) => id)
      },
    })
  },
}

const numbered = /^#?(\d{1,9})$/

function ordersSeenBy(viewer: User) {
  return Order.query()
    .withScopes((scopes) => scopes.visibleTo(viewer))
    .whereNot('orders.state', 'draft')
}
