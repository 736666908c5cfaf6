import { createReadStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import type { HttpContext } from '@adonisjs/core/http'
import { errors as vineErrors } from '@vinejs/vine'
import { findPlanOrFail } from '#duplicates/plans'
import { exportPlan, importPlan } from '#duplicates/plans/exchange'
import { planFileValidator, planValidator } from '#duplicates/validators'
import DuplicatePolicy from '#duplicates/policies/duplicate_policy'

/** A plan as a JSON file, to keep and to apply later. */
export default class PlanFilesController {
  async show({ request, response, bouncer, auth }: HttpContext) {
    await bouncer.with(DuplicatePolicy).authorize('decide')
    const { params } = await request.validateUsing(planValidator)
    const plan = await findPlanOrFail(params.id, auth.user!)
    response.header('content-disposition', `attachment; filename="duplicates-plan-${plan.id}.json"`)
    response.header('content-type', 'application/json; charset=utf-8')
    return response.stream(Readable.from(exportPlan(plan)))
  }

  async store({ request, response, bouncer, auth, session }: HttpContext) {
    await bouncer.with(DuplicatePolicy).authorize('decide')
    const { plan } = await request.validateUsing(planFileValidator)
    try {
      const id = await importPlan(createReadStream(plan.tmpPath!, 'utf8'), auth.user!)
      return response.redirect().toRoute('duplicates.plans.show', [id])
    } catch (error) {
      const isNoPlan =
        error instanceof SyntaxError || error instanceof vineErrors.E_VALIDATION_ERROR
      if (!isNoPlan) throw error
      const text = 'This is no plan that was saved here. Choose the JSON file of one.'
      session.flash('inputErrorsBag', { plan: [text] })
      return response.redirect().toRoute('duplicates.plans.index')
    } finally {
      await rm(plan.tmpPath!, { force: true })
    }
  }
}
