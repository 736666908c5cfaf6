import type { HttpContext } from '@adonisjs/core/http'
import { notify, wantsFragment } from '#core/htmx'
import { stepTarget } from '#library/curation/collection_page'
import { uncollectAssets } from '#library/curation/collecting'
import { findCollection } from '#library/curation/collections'
import { findAsset } from '#library/curation/item'
import { moveInCollection } from '#library/curation/ordering'
import { collectionItemValidator, moveValidator } from '#library/curation/validators'
import CollectionPolicy from '#library/policies/collection_policy'

/** The items of one collection: their order, and taking them out. */
export default class CollectionAssetsController {
  async update(ctx: HttpContext) {
    const { params, to, beforeId } = await ctx.request.validateUsing(moveValidator)
    const by = ctx.auth.user!
    const { id: collectionId } = await this.#find(ctx, params.id)
    const { assetId } = params
    for (const id of beforeId ? [assetId, beforeId] : [assetId]) await findAsset(by, id)
    const target =
      to === 'before' ? (beforeId ?? null) : await stepTarget(collectionId, assetId, to, by)
    const change = await moveInCollection({ collectionId, assetId, beforeId: target, by })
    if (wantsFragment(ctx)) return ctx.response.noContent()
    if (change.count) notify(ctx, change)
    return this.#back(ctx, collectionId, assetId)
  }

  async destroy(ctx: HttpContext) {
    const { params } = await ctx.request.validateUsing(collectionItemValidator)
    const { id: collectionId } = await this.#find(ctx, params.id)
    const assetIds = [params.assetId]
    notify(ctx, await uncollectAssets({ assetIds, by: ctx.auth.user!, collectionId }))
    return this.#back(ctx, collectionId)
  }

  async #find({ bouncer, auth }: HttpContext, id: number) {
    const collection = await findCollection(auth.user!, id)
    await bouncer.with(CollectionPolicy).authorize('fill', collection)
    return collection
  }

  #back({ response }: HttpContext, collectionId: number, assetId?: number) {
    const place = assetId ? `#item_${assetId}` : ''
    return response.redirect(`/collections/${collectionId}?arrange=1${place}`)
  }
}
