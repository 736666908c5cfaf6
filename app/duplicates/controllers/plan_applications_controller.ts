import type { HttpContext } from '@adonisjs/core/http'
import { applyPlan, findPlanOrFail, undoPlan } from '#duplicates/plans'
import { Refused } from '#duplicates/refusing'
import { duplicatePreferences } from '#duplicates/settings'
import { applicationValidator, planValidator } from '#duplicates/validators'
import DuplicatePolicy from '#duplicates/policies/duplicate_policy'

/** Doing what a plan says, and taking all of it back. */
export default class PlanApplicationsController {
  async store({ request, response, bouncer, auth }: HttpContext) {
    await bouncer.with(DuplicatePolicy).authorize('decide')
    const { params, looked } = await request.validateUsing(applicationValidator)
    const { id } = await findPlanOrFail(params.id, auth.user!)
    const { confirms } = await duplicatePreferences(auth.user!)
    if (confirms && !looked) throw new Refused('Tick that you looked at the plan, then apply it.')
    const run = await applyPlan({ planId: id, by: auth.user! })
    return response.redirect().toRoute('queue.runs.show', [run.id])
  }

  async destroy({ request, response, bouncer, auth }: HttpContext) {
    await bouncer.with(DuplicatePolicy).authorize('decide')
    const { params } = await request.validateUsing(planValidator)
    const { id } = await findPlanOrFail(params.id, auth.user!)
    const run = await undoPlan({ planId: id, by: auth.user! })
    return response.redirect().toRoute('queue.runs.show', [run.id])
  }
}
