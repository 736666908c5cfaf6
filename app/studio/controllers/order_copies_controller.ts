import { Exception } from '@adonisjs/core/exceptions'
import type { HttpContext } from '@adonisjs/core/http'
import { cloneOrder } from '#studio/ordering/drafting'
import { findOrder } from '#studio/orders/list'
import { orderIdValidator } from '#studio/orders/validators'
import OrderPolicy from '#studio/policies/order_policy'
import ProjectPolicy from '#studio/policies/project_policy'
import { whyClosed } from '#studio/projects/projects'

/** A draft like an order that was placed: to be ordered again, or changed first. */
export default class OrderCopiesController {
  async store({ request, response, bouncer, auth }: HttpContext) {
    await bouncer.with(OrderPolicy).authorize('create')
    const { params } = await request.validateUsing(orderIdValidator)
    const order = await findOrder(auth.user!, params.id)
    if (await bouncer.with(ProjectPolicy).denies('order', order.project)) {
      await order.project.load('owner')
      throw new Exception(whyClosed(order.project), { status: 403 })
    }
    const copy = await cloneOrder(order, { by: auth.user! })
    return response.redirect().toRoute('studio.drafts.edit', [copy.id])
  }
}
