import type { HttpContext } from '@adonisjs/core/http'
import AdministrationPolicy from '#accounts/policies/administration_policy'
import { healthJson } from '#api/upkeep/health_json'
import { healthReport } from '#health/report'

export default class HealthController {
  async show({ bouncer }: HttpContext) {
    await bouncer.with(AdministrationPolicy).authorize('manage')
    return healthJson(await healthReport())
  }
}
