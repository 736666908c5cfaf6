import type { HttpContext } from '@adonisjs/core/http'
import { changePassword } from '#accounts/accounts'
import ProfilePolicy from '#accounts/policies/profile_policy'
import { profileValidator } from '#accounts/validators'

/** A person's own account. */
export default class ProfilesController {
  async edit({ view, bouncer }: HttpContext) {
    await bouncer.with(ProfilePolicy).authorize('edit')
    return view.render('accounts/profiles/edit')
  }

  async update({ request, response, view, auth, bouncer, session }: HttpContext) {
    await bouncer.with(ProfilePolicy).authorize('edit')
    const { currentPassword, password } = await request.validateUsing(profileValidator)
    const user = auth.getUserOrFail()
    if (!(await user.verifyPassword(currentPassword))) {
      response.status(422)
      return view.render('accounts/profiles/edit', { wrongPassword: true })
    }
    await changePassword(user, password, { keep: session.sessionId })
    session.flash('notice', 'Your password is changed. You are logged out everywhere else.')
    return response.redirect().toRoute('accounts.profile.edit')
  }
}
