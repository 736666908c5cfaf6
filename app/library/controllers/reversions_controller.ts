import type { HttpContext } from '@adonisjs/core/http'
import { notify } from '#core/htmx'
import { findAsset } from '#library/curation/item'
import { UndoRefused } from '#library/curation/merging'
import { revertRevision } from '#library/curation/reverting'
import { revisionValidator } from '#library/curation/validators'
import { assetUrl } from '#library/gallery/addresses'
import AssetPolicy from '#library/policies/asset_policy'

/** Putting one field back to what it was before an edit. */
export default class ReversionsController {
  async store(ctx: HttpContext) {
    const { params, q = '' } = await ctx.request.validateUsing(revisionValidator)
    const by = ctx.auth.user!
    const asset = await findAsset(by, params.id)
    await ctx.bouncer.with(AssetPolicy).authorize('edit', asset)
    try {
      notify(ctx, await revertRevision({ assetId: asset.id, revisionId: params.revisionId, by }))
    } catch (error) {
      if (!(error instanceof UndoRefused)) throw error
      notify(ctx, { text: error.message, tone: 'error' })
    }
    return ctx.response.redirect(assetUrl(asset.id, q))
  }
}
