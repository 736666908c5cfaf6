import type { HttpContext } from '@adonisjs/core/http'
import { healthReport, mostCounted } from '#health/report'
import HealthPolicy from '#health/policies/health_policy'

/** How the installation is, for its operator. */
export default class ReportsController {
  async show({ view, bouncer }: HttpContext) {
    await bouncer.with(HealthPolicy).authorize('show')
    return view.render('health/reports/show', { ...(await healthReport()), mostCounted })
  }
}
