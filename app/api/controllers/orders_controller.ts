import type { HttpContext } from '@adonisjs/core/http'
import { orderItemJson, orderJson } from '#api/studio/order_json'
import { orRefuse } from '#api/studio/refusing'
import { newOrderValidator, orderItemsValidator, orderListValidator } from '#api/studio/validators'
import { idValidator } from '#api/validators'
import { findModel } from '#studio/catalog/finding'
import { saveDraft } from '#studio/ordering/drafting'
import { findOrder, orderList } from '#studio/orders/list'
import { orderPage } from '#studio/orders/page'
import OrderPolicy from '#studio/policies/order_policy'
import ProjectPolicy from '#studio/policies/project_policy'
import { findProject } from '#studio/projects/projects'

/** Orders, and drafts of them, which are their author's alone. */
export default class OrdersController {
  async index({ request, auth, bouncer }: HttpContext) {
    await bouncer.with(OrderPolicy).authorize('list')
    const { state, project_id: project, cursor } = await request.validateUsing(orderListValidator)
    const filter = { state, project, before: cursor }
    const { orders, next } = await orderList(auth.getUserOrFail(), filter)
    return { items: orders.map(orderJson), next: next === null ? null : String(next) }
  }

  async show({ request, auth, bouncer }: HttpContext) {
    const user = auth.getUserOrFail()
    const { params } = await request.validateUsing(idValidator)
    const order = await findOrder(user, params.id)
    await bouncer.with(OrderPolicy).authorize('show', order)
    const { item_state: state, cursor } = await request.validateUsing(orderItemsValidator)
    const { items, next } = await orderPage(order, user, { state, after: cursor })
    return {
      order: orderJson(order),
      items: items.map(orderItemJson),
      next: next === null ? null : String(next),
    }
  }

  /** A draft: nothing is made and nothing is paid before it is placed. */
  async store({ request, response, auth, bouncer }: HttpContext) {
    const by = auth.getUserOrFail()
    await bouncer.with(OrderPolicy).authorize('create')
    const sent = await request.validateUsing(newOrderValidator)
    const project = await findProject(by, sent.project_id)
    await bouncer.with(ProjectPolicy).authorize('order', project)
    if (sent.model_id) await findModel(sent.model_id)
    const order = await orRefuse(saveDraft(draftOf(sent), { project, by }))
    response.status(201)
    return orderJson(await findOrder(by, order.id))
  }

  async destroy({ request, response, auth, bouncer }: HttpContext) {
    const { params } = await request.validateUsing(idValidator)
    const order = await findOrder(auth.getUserOrFail(), params.id)
    await bouncer.with(OrderPolicy).authorize('edit', order)
    await order.delete()
    return response.status(204)
  }
}

function draftOf({
  project_id: _project,
  model_id: modelId,
  negative_prompt: negativePrompt,
  seed_policy: seedPolicy,
  ...same
}: Awaited<ReturnType<typeof newOrderValidator.validate>>) {
  const draft = { ...same, modelId, negativePrompt, seedPolicy }
  const said = Object.entries(draft).filter(([, value]) => value !== undefined)
  return Object.fromEntries(said) as Partial<typeof draft>
}
