import type { HttpContext } from '@adonisjs/core/http'
import { logIn } from '#accounts/logging_in'
import ProfilePolicy from '#accounts/policies/profile_policy'
import { confirmSession, localPath } from '#accounts/sessions'
import { confirmationValidator } from '#accounts/validators'

/** Asks for the password again before what cannot be taken back. */
export default class ConfirmationsController {
  async create({ view, bouncer }: HttpContext) {
    await bouncer.with(ProfilePolicy).authorize('edit')
    return view.render('accounts/confirmations/create')
  }

  async store(ctx: HttpContext) {
    const { request, response, view, auth, bouncer, session } = ctx
    await bouncer.with(ProfilePolicy).authorize('edit')
    const { password } = await request.validateUsing(confirmationValidator)
    const { email } = auth.getUserOrFail()
    const attempt = await logIn({ email, password, ip: request.ip() })
    if ('refused' in attempt) {
      if (attempt.retryAfter) response.header('Retry-After', attempt.retryAfter)
      response.status(attempt.retryAfter ? 429 : 422)
      const problem = attempt.retryAfter ? attempt.refused : 'This is not your password.'
      return view.render('accounts/confirmations/create', { problem })
    }
    confirmSession(ctx)
    return response.redirect(localPath(session.pull('to_confirm', '/')))
  }
}
