import type { HttpContext } from '@adonisjs/core/http'
import { wantsFragment } from '#core/htmx'
import { findOrder, orderList } from '#studio/orders/list'
import { orderPage } from '#studio/orders/page'
import { orderIndexValidator, orderPageValidator } from '#studio/orders/validators'
import OrderPolicy from '#studio/policies/order_policy'
import ProjectPolicy from '#studio/policies/project_policy'

export default class OrdersController {
  async index({ request, view, bouncer, auth }: HttpContext) {
    await bouncer.with(OrderPolicy).authorize('list')
    const filter = await request.validateUsing(orderIndexValidator)
    const state = await orderList(auth.user!, filter)
    return view.render('studio/orders/index', { ...state, filter, user: auth.user! })
  }

  async show(ctx: HttpContext) {
    const { params, ...filter } = await ctx.request.validateUsing(orderPageValidator)
    const order = await findOrder(ctx.auth.user!, params.id)
    await ctx.bouncer.with(OrderPolicy).authorize('show', order)
    if (order.isDraft) return ctx.response.redirect().toRoute('studio.drafts.edit', [order.id])
    const can = {
      order: ctx.auth.user!.canEdit,
      orderAgain: await ctx.bouncer.with(ProjectPolicy).allows('order', order.project),
      manage: await ctx.bouncer.with(OrderPolicy).allows('manage', order),
    }
    const page = await orderPage(order, ctx.auth.user!, filter)
    const template = wantsFragment(ctx) ? 'studio/orders/_order' : 'studio/orders/show'
    return ctx.view.render(template, { ...page, filter, can })
  }
}
