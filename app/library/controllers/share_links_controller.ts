import type { HttpContext } from '@adonisjs/core/http'
import { notify } from '#core/htmx'
import ShareLink from '#library/models/share_link'
import SharingPolicy from '#library/policies/sharing_policy'
import { createLink, linksBy, linksOf, revokeLink } from '#library/sharing/links'
import { sharedPeople } from '#library/sharing/people'
import { findSubject } from '#library/sharing/subject'
import { linkIdValidator, linkValidator, subjectValidator } from '#library/sharing/validators'

/** Addresses at which people without an account look at an item or a collection. */
export default class ShareLinksController {
  async index({ view, bouncer, auth }: HttpContext) {
    await bouncer.with(SharingPolicy).authorize('list')
    return view.render('library/share_links/index', { links: await linksBy(auth.user!) })
  }

  /** The address stands in the answer and nowhere else. */
  async store({ request, response, view, bouncer, auth }: HttpContext) {
    const { params } = await request.validateUsing(subjectValidator)
    const by = auth.user!
    const subject = await findSubject(by, params.place, params.id)
    await bouncer.with(SharingPolicy).authorize('share', subject)
    const { allowsDownload, showsMetadata, ...terms } = await request.validateUsing(linkValidator)
    const may = { allowsDownload: !!allowsDownload, showsMetadata: !!showsMetadata }
    const made = await createLink(subject, { ...terms, ...may }, { by, ip: request.ip() })
    response.header('Cache-Control', 'no-store')
    const [links, people] = [await linksOf(subject), await sharedPeople(subject)]
    return view.render('library/sharings/show', { subject, made, links, ...people })
  }

  async destroy(ctx: HttpContext) {
    const { params } = await ctx.request.validateUsing(linkIdValidator)
    const by = ctx.auth.user!
    const link = await ShareLink.query()
      .withScopes((scopes) => scopes.knownTo(by))
      .where('id', params.id)
      .firstOrFail()
    await ctx.bouncer.with(SharingPolicy).authorize('revoke', link)
    await revokeLink(link, { by, ip: ctx.request.ip() })
    notify(ctx, { text: 'That link opens nothing any more.' })
    return ctx.response.redirect().back()
  }
}
