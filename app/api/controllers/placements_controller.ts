import type { HttpContext } from '@adonisjs/core/http'
import { orderJson } from '#api/studio/order_json'
import { refuseProblems } from '#api/studio/refusing'
import { placementValidator } from '#api/studio/validators'
import { idValidator } from '#api/validators'
import { orderDraft } from '#studio/orders/drafts'
import { findOrder } from '#studio/orders/list'
import OrderPolicy from '#studio/policies/order_policy'
import ProjectPolicy from '#studio/policies/project_policy'

/** The moment a draft becomes an order, and money may be spent. */
export default class PlacementsController {
  async store({ request, response, auth, bouncer }: HttpContext) {
    const user = auth.getUserOrFail()
    const { params } = await request.validateUsing(idValidator)
    const draft = await findOrder(user, params.id)
    await bouncer.with(OrderPolicy).authorize('edit', draft)
    await bouncer.with(ProjectPolicy).authorize('order', draft.project)
    const { confirmed } = await request.validateUsing(placementValidator)
    const { order, problems } = await orderDraft(draft, { confirmed })
    refuseProblems(problems)
    response.status(202)
    return orderJson(await findOrder(user, order.id))
  }
}
