import type { HttpContext } from '@adonisjs/core/http'
import { disableUser, enableUser } from '#accounts/people'
import AdministrationPolicy from '#accounts/policies/administration_policy'
import User from '#accounts/models/user'

/** Shutting a person out, and letting them in again. */
export default class DisablingsController {
  async store({ request, response, params, auth, bouncer, session }: HttpContext) {
    await bouncer.with(AdministrationPolicy).authorize('manage')
    const user = await User.findOrFail(params.id)
    await disableUser(user, { by: auth.user!, ip: request.ip() })
    session.flash('notice', `${user.fullName} is shut out. What is theirs stays.`)
    return response.redirect().toRoute('accounts.users.index')
  }

  async destroy({ request, response, params, auth, bouncer, session }: HttpContext) {
    await bouncer.with(AdministrationPolicy).authorize('manage')
    const user = await User.findOrFail(params.id)
    await enableUser(user, { by: auth.user!, ip: request.ip() })
    session.flash('notice', `${user.fullName} may log in again. Their API keys are gone.`)
    return response.redirect().toRoute('accounts.users.index')
  }
}
