import type { HttpContext } from '@adonisjs/core/http'
import { databaseState } from '#health/database'
import AdministrationPolicy from '#accounts/policies/administration_policy'

export default class DatabaseStatesController {
  async show({ bouncer }: HttpContext) {
    await bouncer.with(AdministrationPolicy).authorize('manage')
    return databaseState()
  }
}
