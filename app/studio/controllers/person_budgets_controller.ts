import type { HttpContext } from '@adonisjs/core/http'
import { notify } from '#core/htmx'
import SpendingPolicy from '#studio/policies/spending_policy'
import { setTypedBudget } from '#studio/spending/budgets'
import { personBudgetValidator } from '#studio/spending/validators'

export default class PersonBudgetsController {
  async update(ctx: HttpContext) {
    await ctx.bouncer.with(SpendingPolicy).authorize('limit')
    const { userId, ...budget } = await ctx.request.validateUsing(personBudgetValidator)
    await setTypedBudget({ userId }, budget)
    notify(ctx, { text: 'Saved. It counts from the next order on.' })
    return ctx.response.redirect().toRoute('studio.spending.index')
  }
}
