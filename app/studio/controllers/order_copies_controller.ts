import type { HttpContext } from '@adonisjs/core/http'
import { cloneOrder } from '#studio/ordering/drafting'
import { findOrder } from '#studio/orders/list'
import { orderIdValidator } from '#studio/orders/validators'
import OrderPolicy from '#studio/policies/order_policy'

/** A draft like an order that was placed: to be ordered again, or changed first. */
export default class OrderCopiesController {
  async store({ request, response, bouncer, auth }: HttpContext) {
    await bouncer.with(OrderPolicy).authorize('create')
    const { params } = await request.validateUsing(orderIdValidator)
    const order = await findOrder(auth.user!, params.id)
    const copy = await cloneOrder(order, { by: auth.user! })
    return response.redirect().toRoute('studio.drafts.edit', [copy.id])
  }
}
