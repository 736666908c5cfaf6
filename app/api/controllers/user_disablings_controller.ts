import type { HttpContext } from '@adonisjs/core/http'
import AdministrationPolicy from '#accounts/policies/administration_policy'
import User from '#accounts/models/user'
import { disableUser, enableUser } from '#accounts/people'
import { userJson } from '#api/people/people_json'
import { idValidator } from '#api/validators'

/** Shutting somebody out, and letting them in again. */
export default class UserDisablingsController {
  async store(ctx: HttpContext) {
    return this.#change(ctx, disableUser)
  }

  async destroy(ctx: HttpContext) {
    return this.#change(ctx, enableUser)
  }

  async #change({ request, auth, bouncer }: HttpContext, change: typeof disableUser) {
    await bouncer.with(AdministrationPolicy).authorize('manage')
    const { params } = await request.validateUsing(idValidator)
    const user = await User.findOrFail(params.id)
    await change(user, { by: auth.getUserOrFail(), ip: request.ip() })
    return userJson(await user.refresh())
  }
}
