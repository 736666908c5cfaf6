import router from '@adonisjs/core/services/router'
import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import { isSetUp } from '#accounts/accounts'

/** Nothing is readable without logging in. A fresh install goes to its first page instead. */
export default class AuthMiddleware {
  async handle(ctx: HttpContext, next: NextFn) {
    const loggedIn = await ctx.auth.check()
    if (loggedIn && !ctx.auth.user!.disabledAt) return next()
    if (loggedIn) await ctx.auth.use('web').logout()

    const route = (await isSetUp()) ? 'accounts.sessions.create' : 'accounts.setups.create'
    if (ctx.request.header('HX-Request')) {
      ctx.response.header('HX-Redirect', router.makeUrl(route))
      return ctx.response.unauthorized('Please log in.')
    }
    if (ctx.request.method() !== 'GET' || !ctx.request.accepts(['html'])) {
      return ctx.response.unauthorized('Please log in.')
    }
    ctx.session.put('intended_url', ctx.request.url(true))
    return ctx.response.redirect().toRoute(route)
  }
}
