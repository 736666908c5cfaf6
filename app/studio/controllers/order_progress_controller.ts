import type { HttpContext } from '@adonisjs/core/http'
import { answerWithEvents } from '#core/event_stream'
import { findOrder } from '#studio/orders/list'
import { watchOrder } from '#studio/orders/progress'
import { orderIdValidator } from '#studio/orders/validators'
import OrderPolicy from '#studio/policies/order_policy'

/** How far an order is, as server-sent events. */
export default class OrderProgressController {
  async show(ctx: HttpContext) {
    const { params } = await ctx.request.validateUsing(orderIdValidator)
    const order = await findOrder(ctx.auth.user!, params.id)
    await ctx.bouncer.with(OrderPolicy).authorize('show', order)
    const viewer = { user: ctx.auth.user!, sessionId: ctx.session.sessionId }
    return answerWithEvents(ctx, (stream) => watchOrder(viewer, stream, order))
  }
}
