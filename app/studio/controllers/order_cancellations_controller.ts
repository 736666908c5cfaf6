import type { HttpContext } from '@adonisjs/core/http'
import { notify } from '#core/htmx'
import { cancelOrder } from '#studio/ordering/cancelling'
import { findOrder } from '#studio/orders/list'
import { orderIdValidator } from '#studio/orders/validators'
import OrderPolicy from '#studio/policies/order_policy'

export default class OrderCancellationsController {
  async store(ctx: HttpContext) {
    const { params } = await ctx.request.validateUsing(orderIdValidator)
    const order = await findOrder(ctx.auth.user!, params.id)
    await ctx.bouncer.with(OrderPolicy).authorize('manage', order)
    const cancelled = await cancelOrder(order)
    notify(ctx, {
      text: cancelled
        ? 'Cancelled. What is made already is kept, and may have been charged.'
        : 'This order had already ended.',
    })
    return ctx.response.redirect().toRoute('studio.orders.show', [order.id])
  }
}
