import type { HttpContext } from '@adonisjs/core/http'
import { isSetUp } from '#accounts/accounts'
import { logIn } from '#accounts/logging_in'
import { beginSession } from '#accounts/sessions'
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
    if ('user' in attempt) return response.redirect(await beginSession(ctx, attempt.user))

    if (attempt.retryAfter) response.header('Retry-After', attempt.retryAfter)
    response.status(attempt.retryAfter ? 429 : 422)
    return view.render('accounts/sessions/create', { email, problem: attempt.refused })
  }

  async destroy({ auth, session, response }: HttpContext) {
    await auth.use('web').logout()
    session.clear()
    return response.redirect().toRoute('accounts.sessions.create')
  }
}
