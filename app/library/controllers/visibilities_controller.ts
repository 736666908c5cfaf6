import type { HttpContext } from '@adonisjs/core/http'
import { notify } from '#core/htmx'
import { findAsset } from '#library/curation/item'
import { shareAssets } from '#library/curation/sharing'
import { visibilityValidator } from '#library/curation/validators'
import { assetUrl } from '#library/gallery/addresses'
import AssetPolicy from '#library/policies/asset_policy'

/** Who may see an asset: everyone here, or its owner only. */
export default class VisibilitiesController {
  async update(ctx: HttpContext) {
    const { params, q = '', visibility } = await ctx.request.validateUsing(visibilityValidator)
    const by = ctx.auth.user!
    const asset = await findAsset(by, params.id)
    await ctx.bouncer.with(AssetPolicy).authorize('share', asset)
    notify(ctx, await shareAssets({ assetIds: [asset.id], by, visibility }))
    const stillSeen = visibility === 'everyone' || asset.ownerId === by.id
    return ctx.response.redirect(stillSeen ? assetUrl(asset.id, q) : '/library')
  }
}
