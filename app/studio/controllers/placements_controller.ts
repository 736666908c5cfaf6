import type { HttpContext } from '@adonisjs/core/http'
import { notify } from '#core/htmx'
import { typedOrder } from '#studio/controllers/typed_order'
import { orderTyped } from '#studio/orders/drafts'
import OrderPolicy from '#studio/policies/order_policy'

const ordered = 'Ordered. It goes on when you close this page.'
const orderedBefore = 'This was ordered already, once: here it is.'

/** The moment a draft becomes an order. */
export default class PlacementsController {
  async store(ctx: HttpContext) {
    await ctx.bouncer.with(OrderPolicy).authorize('create')
    const { typed, place } = await typedOrder(ctx, 'place')
    const { order, problems, isNew } = await orderTyped(typed, place)
    if (Object.keys(problems).length) return sayAtFields(ctx, order.id, problems)
    notify(ctx, { text: isNew ? ordered : orderedBefore })
    return ctx.response.redirect().toRoute('studio.orders.show', [order.id])
  }
}

/** Back to the draft, with what is wrong beside the fields and in them what was typed. */
function sayAtFields(
  { session, response }: HttpContext,
  orderId: number,
  problems: Record<string, string>
) {
  const errors = Object.entries(problems).map(([name, message]) => [name, [message]])
  session.flashAll()
  session.flash('inputErrorsBag', Object.fromEntries(errors))
  return response.redirect().toRoute('studio.drafts.edit', [orderId])
}
