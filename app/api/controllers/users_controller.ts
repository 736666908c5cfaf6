import type { HttpContext } from '@adonisjs/core/http'
import AdministrationPolicy from '#accounts/policies/administration_policy'
import User from '#accounts/models/user'
import { listPeople } from '#accounts/people'
import { userJson } from '#api/people/people_json'
import { idValidator } from '#api/validators'

/** Who may come in. Inviting, roles and resets ask for a password, so they are done on the pages. */
export default class UsersController {
  async index({ bouncer }: HttpContext) {
    await bouncer.with(AdministrationPolicy).authorize('manage')
    const people = await listPeople()
    return { items: people.map(userJson) }
  }

  async show({ request, bouncer }: HttpContext) {
    await bouncer.with(AdministrationPolicy).authorize('manage')
    const { params } = await request.validateUsing(idValidator)
    return userJson(await User.findOrFail(params.id))
  }
}
