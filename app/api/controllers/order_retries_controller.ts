import { Exception } from '@adonisjs/core/exceptions'
import type { HttpContext } from '@adonisjs/core/http'
import { orderJson } from '#api/studio/order_json'
import { orRefuse } from '#api/studio/refusing'
import { placementValidator } from '#api/studio/validators'
import { idValidator } from '#api/validators'
import { retryFailed } from '#studio/ordering/retrying'
import { findOrder } from '#studio/orders/list'
import OrderPolicy from '#studio/policies/order_policy'

export default class OrderRetriesController {
  async store({ request, auth, bouncer }: HttpContext) {
    const user = auth.getUserOrFail()
    const { params } = await request.validateUsing(idValidator)
    const order = await findOrder(user, params.id)
    await bouncer.with(OrderPolicy).authorize('manage', order)
    const { confirmed } = await request.validateUsing(placementValidator)
    const retried = await orRefuse(retryFailed(order, { confirmed }))
    if (retried) return orderJson(await findOrder(user, order.id))
    throw new Exception(
      'Nothing of this order has failed in a way that sending it again would help.',
      { status: 409 }
    )
  }
}
