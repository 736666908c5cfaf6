import type { HttpContext } from '@adonisjs/core/http'
import { wantsFragment } from '#core/htmx'
import { chosenDisplay } from '#library/gallery/display'
import { galleryPage, galleryTiles } from '#library/gallery/gallery_page'
import { galleryValidator } from '#library/gallery/validators'
import AssetPolicy from '#library/policies/asset_policy'

export default class AssetsController {
  async index(ctx: HttpContext) {
    await ctx.bouncer.with(AssetPolicy).authorize('list')
    const { q = '', after, before, ...asked } = await ctx.request.validateUsing(galleryValidator)
    const display = chosenDisplay(ctx, asked)
    const search = { q, after, before, display, viewer: ctx.auth.user! }
    if (wantsFragment(ctx) && after) {
      return ctx.view.render('library/assets/_more', await galleryTiles(search))
    }
    const page = await galleryPage({ ...search, previously: searchBefore(ctx) })
    if (page.error) ctx.response.status(422)
    return ctx.view.render('library/assets/index', page)
  }
}

/** The search of the page this one was asked from. */
function searchBefore({ request }: HttpContext) {
  const referrer = URL.parse(request.header('referer') ?? '')
  return referrer?.pathname === '/library' ? (referrer.searchParams.get('q') ?? '') : ''
}
