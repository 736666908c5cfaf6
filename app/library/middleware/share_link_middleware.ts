import { errors } from '@adonisjs/lucid'
import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import type ShareLink from '#library/models/share_link'
import { findLink } from '#library/sharing/links'

/**
 * The door of a shared page and of every picture on it: the link must be there, not over,
 * and its password given in this session. One that is wrong, over or revoked looks as if it
 * had never been.
 */
export default class ShareLinkMiddleware {
  async handle(ctx: HttpContext, next: NextFn) {
    ctx.response.header('X-Robots-Tag', 'noindex, nofollow')
    ctx.response.header('Cache-Control', 'no-store')
    const link = await findLink(ctx.params.token)
    if (!link) throw new errors.E_ROW_NOT_FOUND()
    ctx.shareLink = link
    const isDoor = ctx.route!.pattern === '/s/:token'
    if (!isDoor && isLocked(ctx)) return ctx.response.redirect(`/s/${ctx.params.token}`)
    return next()
  }
}

/** Whether the password of the link is still to be given. */
export function isLocked({ session, shareLink }: HttpContext) {
  return !!shareLink.password && !session.get(`share_link_${shareLink.id}`)
}

/** Remembers, until the session ends, that the password was given. */
export function unlock({ session, shareLink }: HttpContext) {
  session.put(`share_link_${shareLink.id}`, true)
}

declare module '@adonisjs/core/http' {
  export interface HttpContext {
    /** On shared pages. */
    shareLink: ShareLink
  }
}
