import type { HttpContext } from '@adonisjs/core/http'
import { deletePlan, findPlanOrFail, planFor, plansOf } from '#duplicates/plans'
import { planPage } from '#duplicates/plans/page'
import { duplicatePreferences, duplicateSettings } from '#duplicates/settings'
import { planValidator, plansValidator } from '#duplicates/validators'
import DuplicatePolicy from '#duplicates/policies/duplicate_policy'

/** Dry runs over many groups: what would be kept, merged and moved. */
export default class PlansController {
  async index({ view, bouncer, auth }: HttpContext) {
    await bouncer.with(DuplicatePolicy).authorize('decide')
    return view.render('duplicates/plans/index', { plans: await plansOf(auth.user!) })
  }

  async store({ request, response, bouncer, auth }: HttpContext) {
    await bouncer.with(DuplicatePolicy).authorize('decide')
    const {
      of,
      groups = [],
      rest = 'trash',
      moveTo,
      ...asked
    } = await request.validateUsing(plansValidator)
    const by = auth.user!
    const { keeperRules: rules } = await duplicatePreferences(by)
    const { preset } = await duplicateSettings()
    const filters = { preset, ...asked }
    const terms = { rules, rest, folderId: moveTo, preset: filters.preset, by }
    const id = await planFor(of === 'page' ? { ids: groups } : { filters }, terms)
    return response.redirect().toRoute('duplicates.plans.show', [id])
  }

  async show({ request, view, bouncer, auth }: HttpContext) {
    await bouncer.with(DuplicatePolicy).authorize('decide')
    const { params, after } = await request.validateUsing(planValidator)
    const plan = await findPlanOrFail(params.id, auth.user!)
    const page = await planPage(plan.id, auth.user!, after)
    const { confirms } = await duplicatePreferences(auth.user!)
    return view.render('duplicates/plans/show', { plan, after, confirms, ...page })
  }

  async destroy({ request, response, bouncer, auth, session }: HttpContext) {
    await bouncer.with(DuplicatePolicy).authorize('decide')
    const { params } = await request.validateUsing(planValidator)
    const { id } = await findPlanOrFail(params.id, auth.user!)
    await deletePlan({ planId: id, by: auth.user! })
    session.flash('notice', 'The plan is deleted. Nothing else changed.')
    return response.redirect().toRoute('duplicates.plans.index')
  }
}
