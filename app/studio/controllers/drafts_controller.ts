import type { HttpContext } from '@adonisjs/core/http'
import { notify, wantsFragment } from '#core/htmx'
import { typedOrder } from '#studio/controllers/typed_order'
import { throwAway } from '#studio/ordering/drafting'
import { keepDraft } from '#studio/orders/drafts'
import { orderForm } from '#studio/orders/form'
import { findOrder } from '#studio/orders/list'
import { priceOfDraft } from '#studio/orders/pricing'
import { newOrder } from '#studio/orders/starting'
import { summaryOf } from '#studio/orders/summary'
import { draftPageValidator, orderFormValidator, orderIdValidator } from '#studio/orders/validators'
import OrderPolicy from '#studio/policies/order_policy'

/** Orders while they are being written; each is its author's alone. */
export default class DraftsController {
  async create({ request, view, bouncer, auth }: HttpContext) {
    await bouncer.with(OrderPolicy).authorize('create')
    const { find, ...asked } = await request.validateUsing(orderFormValidator)
    const order = await newOrder(auth.user!, asked)
    return view.render('studio/orders/edit', await orderForm(order, auth.user!, { find }))
  }

  /** Writes down what is typed, and says what it would make. */
  async store(ctx: HttpContext) {
    await ctx.bouncer.with(OrderPolicy).authorize('create')
    const { typed, place } = await typedOrder(ctx, 'edit')
    const { order, model, problems } = await keepDraft(typed, place)
    if (!wantsFragment(ctx)) return ctx.response.redirect(addressOf(order.id, typed))
    ctx.response.header('HX-Replace-Url', `/orders/${order.id}/edit`)
    const summary = await summaryOf(order, model, problems)
    const { confirmed } = typed
    return ctx.view.render('studio/orders/_summary', { order, model, ...summary, confirmed })
  }

  async edit(ctx: HttpContext) {
    const { params, find, priced } = await ctx.request.validateUsing(draftPageValidator)
    const order = await findOrder(ctx.auth.user!, params.id)
    if (!order.isDraft) return ctx.response.redirect().toRoute('studio.orders.show', [order.id])
    await ctx.bouncer.with(OrderPolicy).authorize('edit', order)
    const form = await orderForm(order, ctx.auth.user!, { find })
    const cost = priced ? await priceOfDraft(order, form.model) : null
    const template = priced && wantsFragment(ctx) ? 'studio/orders/_price' : 'studio/orders/edit'
    return ctx.view.render(template, { ...form, cost })
  }

  async destroy(ctx: HttpContext) {
    const { params } = await ctx.request.validateUsing(orderIdValidator)
    const order = await findOrder(ctx.auth.user!, params.id)
    await ctx.bouncer.with(OrderPolicy).authorize('edit', order)
    await throwAway(order)
    notify(ctx, { text: 'The draft is gone.' })
    return ctx.response.redirect().toRoute('studio.orders.index')
  }
}

/** Who looked for a model is shown what was found; everybody else what the order would cost. */
function addressOf(id: number, { search, find }: { search?: true; find?: string }) {
  const asked = search && find ? new URLSearchParams({ find }) : 'priced=1'
  return `/orders/${id}/edit?${asked}`
}
