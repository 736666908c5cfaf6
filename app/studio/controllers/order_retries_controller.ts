import type { HttpContext } from '@adonisjs/core/http'
import { notify } from '#core/htmx'
import { retryFailed } from '#studio/ordering/retrying'
import { findOrder } from '#studio/orders/list'
import { retryValidator } from '#studio/orders/validators'
import OrderPolicy from '#studio/policies/order_policy'
import { NeedsConfirmation, OrderRefused } from '#studio/refusing'

export default class OrderRetriesController {
  async store(ctx: HttpContext) {
    const { params, confirmed, lost } = await ctx.request.validateUsing(retryValidator)
    const order = await findOrder(ctx.auth.user!, params.id)
    await ctx.bouncer.with(OrderPolicy).authorize('manage', order)
    try {
      const retried = await retryFailed(order, { confirmed, lost: !!lost })
      notify(ctx, { text: saidOf(retried) })
    } catch (error) {
      if (!(error instanceof OrderRefused)) throw error
      if (!(error instanceof NeedsConfirmation)) notify(ctx, { text: error.message, tone: 'error' })
      else {
        const asked = [...Object.keys(confirmed ?? {}), error.question]
        ctx.session.flash('confirmRetry', { text: error.message, lost: !!lost, asked })
      }
    }
    return ctx.response.redirect().toRoute('studio.orders.show', [order.id])
  }
}

function saidOf(retried: number) {
  if (!retried) return 'There is nothing that sending it again would help.'
  return retried === 1 ? 'The failed one is tried again.' : `${retried} are tried again.`
}
