import type { HttpContext } from '@adonisjs/core/http'
import { wantsFragment } from '#core/htmx'
import { filters } from '#library/gallery/filters'
import { galleryValidator } from '#library/gallery/validators'
import AssetPolicy from '#library/policies/asset_policy'

export default class FacetsController {
  async index(ctx: HttpContext) {
    await ctx.bouncer.with(AssetPolicy).authorize('list')
    const { q = '' } = await ctx.request.validateUsing(galleryValidator)
    const view = wantsFragment(ctx) ? 'library/assets/_facets' : 'library/assets/facets'
    return ctx.view.render(view, await filters({ q, viewer: ctx.auth.user! }))
  }
}
