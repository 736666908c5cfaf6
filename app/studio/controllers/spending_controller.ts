import type { HttpContext } from '@adonisjs/core/http'
import { projectsOf } from '#studio/orders/list'
import SpendingPolicy from '#studio/policies/spending_policy'
import { budgetsOfPeople, peopleWhoOrder } from '#studio/spending/budgets'
import { spendingReport } from '#studio/spending/report'
import { spendingValidator } from '#studio/spending/validators'

export default class SpendingController {
  async index({ request, view, bouncer, auth }: HttpContext) {
    await bouncer.with(SpendingPolicy).authorize('list')
    const asked = await request.validateUsing(spendingValidator)
    const filter = { ...asked, by: asked.by ?? ('month' as const) }
    const limits = auth.user!.isAdmin
    const [rows, projects, budgets, people] = await Promise.all([
      spendingReport(auth.user!, filter),
      projectsOf(auth.user!),
      limits ? budgetsOfPeople() : [],
      limits ? peopleWhoOrder() : [],
    ])
    return view.render('studio/spending/index', { rows, projects, filter, budgets, people })
  }
}
