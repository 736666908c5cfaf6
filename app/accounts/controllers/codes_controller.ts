import type { HttpContext } from '@adonisjs/core/http'
import { enterCode } from '#accounts/logging_in'
import { awaitedUser, beginSession } from '#accounts/sessions'
import { codeValidator } from '#accounts/validators'

/** The second step of logging in, for those who set one up. */
export default class CodesController {
  async create(ctx: HttpContext) {
    if (!(await awaitedUser(ctx)))
      return ctx.response.redirect().toRoute('accounts.sessions.create')
    return ctx.view.render('accounts/codes/create')
  }

  async store(ctx: HttpContext) {
    const { request, response, view, session } = ctx
    const user = await awaitedUser(ctx)
    if (!user) return response.redirect().toRoute('accounts.sessions.create')
    const { code } = await request.validateUsing(codeValidator)
    const attempt = await enterCode(user, code, request.ip())
    if ('user' in attempt) {
      session.forget('code_awaited')
      return response.redirect(await beginSession(ctx, user))
    }
    if (attempt.retryAfter) response.header('Retry-After', attempt.retryAfter)
    response.status(attempt.retryAfter ? 429 : 422)
    return view.render('accounts/codes/create', { problem: attempt.refused })
  }
}
