import type { HttpContext } from '@adonisjs/core/http'
import { swap } from '#core/htmx'
import { findAsset, markOf } from '#library/curation/item'
import { favoriteAssets, rateAssets } from '#library/curation/marking'
import { markValidator } from '#library/curation/validators'
import { assetUrl } from '#library/gallery/addresses'
import AssetPolicy from '#library/policies/asset_policy'

/** A person's own rating and favourite. */
export default class MarksController {
  async update(ctx: HttpContext) {
    const { params, q = '', ...mark } = await ctx.request.validateUsing(markValidator)
    const by = ctx.auth.user!
    const asset = await findAsset(by, params.id)
    await ctx.bouncer.with(AssetPolicy).authorize('show', asset)
    const action = { assetIds: [asset.id], by }
    if (mark.rating !== undefined) await rateAssets({ ...action, rating: mark.rating || null })
    if (mark.favorite !== undefined) await favoriteAssets({ ...action, favorite: mark.favorite })
    const state = { asset, q, mark: await markOf(asset.id, by) }
    return swap(ctx, 'library/items/_marks', state, assetUrl(asset.id, q))
  }
}
