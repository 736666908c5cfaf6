import router from '@adonisjs/core/services/router'
import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import { isConfirmed, localPath } from '#accounts/sessions'

/**
 * For what cannot be taken back: the password has to have been given in the last quarter
 * of an hour. What was sent is not kept; the person comes back to the page they sent it from.
 */
export default class ConfirmedMiddleware {
  async handle(ctx: HttpContext, next: NextFn) {
    if (isConfirmed(ctx)) return next()
    ctx.session.put('to_confirm', localPath(page(ctx)))
    const url = router.makeUrl('accounts.confirmations.create')
    if (!ctx.request.header('HX-Request')) return ctx.response.redirect(url)
    ctx.response.header('HX-Redirect', url)
    return ctx.response.forbidden('Confirm first that it is you.')
  }
}

/** The page somebody is on, or goes to. */
function page({ request }: HttpContext) {
  if (request.method() === 'GET') return request.url(true)
  const from = request.header('HX-Current-URL') ?? request.header('Referer') ?? ''
  if (!URL.canParse(from)) return '/'
  const { pathname, search } = new URL(from)
  return pathname + search
}
