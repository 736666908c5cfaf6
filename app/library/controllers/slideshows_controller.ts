import type { HttpContext } from '@adonisjs/core/http'
import { wantsFragment } from '#core/htmx'
import { slide } from '#library/gallery/slideshow'
import { galleryValidator } from '#library/gallery/validators'
import AssetPolicy from '#library/policies/asset_policy'

export default class SlideshowsController {
  async show(ctx: HttpContext) {
    await ctx.bouncer.with(AssetPolicy).authorize('list')
    const { q = '', after, before } = await ctx.request.validateUsing(galleryValidator)
    const shown = await slide({ q, after, before, viewer: ctx.auth.user! })
    const view = wantsFragment(ctx) ? 'library/slideshows/_slide' : 'library/slideshows/show'
    return ctx.view.render(view, shown)
  }
}
