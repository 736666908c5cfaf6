import type { HttpContext } from '@adonisjs/core/http'
import { personPageUrl } from '#accounts/one_time_links'
import { listPeople, resetUser } from '#accounts/people'
import { removeSecondFactor } from '#accounts/second_factor'
import AdministrationPolicy from '#accounts/policies/administration_policy'
import User, { roles } from '#accounts/models/user'

/** For who forgot the password, or lost the phone. */
export default class ResetsController {
  async store({ request, view, params, auth, bouncer }: HttpContext) {
    await bouncer.with(AdministrationPolicy).authorize('manage')
    const user = await User.findOrFail(params.id)
    const actor = { by: auth.user!, ip: request.ip() }
    const url = personPageUrl(await resetUser(user, actor))
    if (user.hasSecondFactor) await removeSecondFactor(user, actor)
    const link = { email: user.email, url }
    return view.render('accounts/users/index', { people: await listPeople(), roles, link })
  }
}
