import type { HttpContext } from '@adonisjs/core/http'
import { isLocked, unlock } from '#library/middleware/share_link_middleware'
import { count } from '#library/sharing/links'
import { tryPassword } from '#library/sharing/link_password'
import { findShared, sharedCollection, sharedItem } from '#library/sharing/shared_page'
import { sharedPageValidator, sharedPasswordValidator } from '#library/sharing/validators'

/** What a link shows to somebody without an account. */
export default class SharedPagesController {
  async show(ctx: HttpContext) {
    const { request, view, params, shareLink: link } = ctx
    const { after } = await request.validateUsing(sharedPageValidator)
    if (isLocked(ctx)) return view.render('library/shared/locked', { token: params.token })
    if (!after) await count(link, 'views')
    if (link.assetId) {
      const asset = await findShared(link, link.assetId)
      return view.render('library/shared/item', await sharedItem(link, params.token, asset))
    }
    const page = await sharedCollection(link, params.token, after)
    return view.render('library/shared/collection', { ...page, token: params.token, after })
  }

  /** The password of the link. */
  async store(ctx: HttpContext) {
    const { request, response, view, params, shareLink: link } = ctx
    const { password } = await request.validateUsing(sharedPasswordValidator)
    if (isLocked(ctx)) {
      const { right, retryAfter } = await tryPassword(link, password, request.ip())
      if (!right) {
        if (retryAfter) response.header('Retry-After', retryAfter)
        response.status(retryAfter ? 429 : 422)
        const problem = retryAfter
          ? 'Too many wrong passwords. Wait a quarter of an hour and try again.'
          : 'This is not the password of this link.'
        return view.render('library/shared/locked', { token: params.token, problem })
      }
      unlock(ctx)
    }
    return response.redirect(`/s/${params.token}`)
  }
}
