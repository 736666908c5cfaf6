import type { HttpContext } from '@adonisjs/core/http'
import { databaseState } from '#api/database_state'
import AdministrationPolicy from '#accounts/policies/administration_policy'

export default class DatabaseStatesController {
  async show({ bouncer }: HttpContext) {
    await bouncer.with(AdministrationPolicy).authorize('manage')
    return databaseState()
  }
}
