import { Exception } from '@adonisjs/core/exceptions'
import type { HttpContext } from '@adonisjs/core/http'
import { orderJson } from '#api/studio/order_json'
import { idValidator } from '#api/validators'
import { cancelOrder } from '#studio/ordering/cancelling'
import { findOrder } from '#studio/orders/list'
import OrderPolicy from '#studio/policies/order_policy'

export default class OrderCancellationsController {
  async store({ request, auth, bouncer }: HttpContext) {
    const user = auth.getUserOrFail()
    const { params } = await request.validateUsing(idValidator)
    const order = await findOrder(user, params.id)
    await bouncer.with(OrderPolicy).authorize('manage', order)
    if (await cancelOrder(order)) return orderJson(await findOrder(user, order.id))
    throw new Exception('This order had already ended.', { status: 409 })
  }
}
