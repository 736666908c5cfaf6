import type { HttpContext } from '@adonisjs/core/http'
import { changePassword } from '#accounts/accounts'
import { audit } from '#accounts/audit'
import { logIn } from '#accounts/logging_in'
import { profileOf } from '#accounts/profile'
import ProfilePolicy from '#accounts/policies/profile_policy'
import { profileValidator } from '#accounts/validators'

/** A person's own account. */
export default class ProfilesController {
  async edit({ view, auth, bouncer, session }: HttpContext) {
    await bouncer.with(ProfilePolicy).authorize('edit')
    const state = await profileOf(auth.getUserOrFail(), session.sessionId)
    return view.render('accounts/profiles/edit', state)
  }

  async update({ request, response, view, auth, bouncer, session }: HttpContext) {
    await bouncer.with(ProfilePolicy).authorize('edit')
    const user = auth.getUserOrFail()
    const { email, fullName } = user
    const meta = { words: [email, fullName] }
    const { currentPassword, password } = await request.validateUsing(profileValidator, { meta })
    const attempt = await logIn({ email, password: currentPassword, ip: request.ip() })
    if ('refused' in attempt) {
      if (attempt.retryAfter) response.header('Retry-After', attempt.retryAfter)
      response.status(attempt.retryAfter ? 429 : 422)
      const problem = attempt.retryAfter ? attempt.refused : 'This is not your password.'
      const state = await profileOf(user, session.sessionId)
      return view.render('accounts/profiles/edit', { ...state, problem })
    }
    await changePassword(user, password, { keep: session.sessionId })
    await audit('password.changed', { by: user, ip: request.ip() })
    session.flash('notice', 'Your password is changed. You are logged out everywhere else.')
    return response.redirect().toRoute('accounts.profile.edit')
  }
}
