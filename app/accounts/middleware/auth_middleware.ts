import router from '@adonisjs/core/services/router'
import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import { isSetUp } from '#accounts/accounts'
import { isSessionValid, localPath, noteSeen } from '#accounts/sessions'

/** Nothing is readable without logging in. A fresh install goes to its first page instead. */
export default class AuthMiddleware {
  async handle(ctx: HttpContext, next: NextFn) {
    if (await ctx.auth.check()) {
      if (isSessionValid(ctx)) {
        await noteSeen(ctx.auth.user!)
        return next()
      }
      await ctx.auth.use('web').logout()
    }

    const loginUrl = router.makeUrl(
      (await isSetUp()) ? 'accounts.sessions.create' : 'accounts.setups.create'
    )
    const wanted = wantedPage(ctx)
    if (wanted) ctx.session.put('intended_url', localPath(wanted))
    if (ctx.request.header('HX-Request')) {
      ctx.response.header('HX-Redirect', loginUrl)
      return ctx.response.unauthorized('Please log in.')
    }
    if (wanted || isPageForm(ctx)) return ctx.response.redirect(loginUrl)
    return ctx.response.unauthorized('Please log in.')
  }
}

/** The page somebody is on or goes to; undefined for pictures, files and what scripts ask for. */
function wantedPage({ request }: HttpContext) {
  const htmxPage = request.header('HX-Request') && request.header('HX-Current-URL')
  if (htmxPage && URL.canParse(htmxPage)) {
    const { pathname, search } = new URL(htmxPage)
    return pathname + search
  }
  const isPage = request.method() === 'GET' && request.accepts(['html', 'json']) === 'html'
  return isPage && isNavigation(request) ? request.url(true) : undefined
}

/** A form sent from a page whose session has ended: its input is lost, but not the way back in. */
function isPageForm({ request }: HttpContext) {
  const accepted = request.header('Accept') ?? ''
  return request.method() !== 'GET' && accepted.includes('text/html') && isNavigation(request)
}

function isNavigation(request: HttpContext['request']) {
  return request.header('Sec-Fetch-Dest', 'document') === 'document'
}
