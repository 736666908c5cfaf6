import type { HttpContext } from '@adonisjs/core/http'
import { notify } from '#core/htmx'
import { collectionIdOf } from '#library/curation/collecting'
import { findCollection } from '#library/curation/collections'
import { findRevision } from '#library/curation/history'
import { findAsset } from '#library/curation/item'
import { UndoRefused } from '#library/curation/merging'
import { revertRevision } from '#library/curation/reverting'
import { revisionValidator } from '#library/curation/validators'
import { assetUrl } from '#library/gallery/addresses'
import AssetPolicy from '#library/policies/asset_policy'
import CollectionPolicy from '#library/policies/collection_policy'
import type Asset from '#library/models/asset'

/** Putting one field back to what it was before an edit. */
export default class ReversionsController {
  async store(ctx: HttpContext) {
    const { params, q = '' } = await ctx.request.validateUsing(revisionValidator)
    const by = ctx.auth.user!
    const asset = await findAsset(by, params.id)
    const revision = await findRevision(asset.id, by, params.revisionId)
    await this.#authorizeField(ctx, asset, revision.field)
    try {
      notify(ctx, await revertRevision(revision, by))
    } catch (error) {
      if (!(error instanceof UndoRefused)) throw error
      notify(ctx, { text: error.message, tone: 'error' })
    }
    return ctx.response.redirect(assetUrl(asset.id, q))
  }

  /** Putting back asks for what doing it asks for. */
  async #authorizeField({ bouncer, auth }: HttpContext, asset: Asset, field: string) {
    const policy = bouncer.with(AssetPolicy)
    if (field === 'visibility') return policy.authorize('share', asset)
    if (field === 'rating' || field === 'favorite') return policy.authorize('mark')
    const collectionId = collectionIdOf(field)
    if (collectionId === null) return policy.authorize('edit', asset)
    await policy.authorize('collect', asset)
    const collection = await findCollection(auth.user!, collectionId)
    await bouncer.with(CollectionPolicy).authorize('fill', collection)
  }
}
