import type { HttpContext } from '@adonisjs/core/http'
import { isSetUp } from '#accounts/accounts'
import { audit } from '#accounts/audit'
import { logIn } from '#accounts/logging_in'
import { awaitCode, beginSession } from '#accounts/sessions'
import { loginValidator } from '#accounts/validators'

export default class SessionsController {
  async create({ view, response }: HttpContext) {
    if (!(await isSetUp())) return response.redirect().toRoute('accounts.setups.create')
    return view.render('accounts/sessions/create')
  }

  async store(ctx: HttpContext) {
    const { request, response, view } = ctx
    const { email, password } = await request.validateUsing(loginValidator)
    const attempt = await logIn({ email, password, ip: request.ip() })
    if ('user' in attempt) {
      if (!attempt.user.hasSecondFactor) {
        return response.redirect(await beginSession(ctx, attempt.user))
      }
      awaitCode(ctx, attempt.user)
      return response.redirect().toRoute('accounts.codes.create')
    }

    if (attempt.retryAfter) response.header('Retry-After', attempt.retryAfter)
    response.status(attempt.retryAfter ? 429 : 422)
    return view.render('accounts/sessions/create', { email, problem: attempt.refused })
  }

  async destroy({ request, auth, session, response }: HttpContext) {
    if (await auth.check()) await audit('session.ended', { by: auth.user, ip: request.ip() })
    await auth.use('web').logout()
    session.clear()
    return response.redirect().toRoute('accounts.sessions.create')
  }
}
