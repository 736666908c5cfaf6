import type { HttpContext } from '@adonisjs/core/http'
import { personPageUrl } from '#accounts/one_time_links'
import { changeRole, inviteUser, listPeople } from '#accounts/people'
import AdministrationPolicy from '#accounts/policies/administration_policy'
import User, { roles } from '#accounts/models/user'
import { inviteValidator, roleValidator } from '#accounts/validators'

/** Everybody who has an account. */
export default class UsersController {
  async index({ view, bouncer }: HttpContext) {
    await bouncer.with(AdministrationPolicy).authorize('manage')
    return view.render('accounts/users/index', { people: await listPeople(), roles })
  }

  /** The link stands in the answer and nowhere else. */
  async store({ request, response, view, auth, bouncer }: HttpContext) {
    await bouncer.with(AdministrationPolicy).authorize('manage')
    const details = await request.validateUsing(inviteValidator)
    const invited = await inviteUser(details, { by: auth.user!, ip: request.ip() })
    const people = await listPeople()
    if (!invited) {
      response.status(422)
      const problem = `${details.email} has an account already.`
      return view.render('accounts/users/index', { people, roles, problem, given: details })
    }
    const link = { email: details.email, url: personPageUrl(invited.token) }
    return view.render('accounts/users/index', { people, roles, link })
  }

  async update({ request, response, params, auth, bouncer, session }: HttpContext) {
    await bouncer.with(AdministrationPolicy).authorize('manage')
    const user = await User.findOrFail(params.id)
    const { role } = await request.validateUsing(roleValidator)
    await changeRole(user, role, { by: auth.user!, ip: request.ip() })
    session.flash(
      'notice',
      `${user.fullName} is ${role === 'admin' || role === 'editor' ? 'an' : 'a'} ${role} now and has to log in again.`
    )
    return response.redirect().toRoute('accounts.users.index')
  }
}
