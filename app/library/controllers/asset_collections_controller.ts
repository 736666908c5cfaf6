import type { HttpContext } from '@adonisjs/core/http'
import { notify, swap } from '#core/htmx'
import { collectAssets, uncollectAssets } from '#library/curation/collecting'
import { findCollection, findOrCreateCollection } from '#library/curation/collections'
import { collectionsOf, findAsset } from '#library/curation/item'
import { collectValidator, uncollectValidator } from '#library/curation/validators'
import { assetUrl } from '#library/gallery/addresses'
import AssetPolicy from '#library/policies/asset_policy'
import CollectionPolicy from '#library/policies/collection_policy'
import type Asset from '#library/models/asset'

/** The collections one asset is in. */
export default class AssetCollectionsController {
  async store(ctx: HttpContext) {
    const { params, q = '', name } = await ctx.request.validateUsing(collectValidator)
    const asset = await this.#find(ctx, params.id)
    const by = ctx.auth.user!
    const collection = await findOrCreateCollection(by, name)
    await ctx.bouncer.with(CollectionPolicy).authorize('fill', collection)
    const change = await collectAssets({ assetIds: [asset.id], by, collectionId: collection.id })
    if (change.count) notify(ctx, change)
    return this.#answer(ctx, asset, q)
  }

  async destroy(ctx: HttpContext) {
    const { params, q = '' } = await ctx.request.validateUsing(uncollectValidator)
    const asset = await this.#find(ctx, params.id)
    const by = ctx.auth.user!
    const collection = await findCollection(by, params.collectionId)
    await ctx.bouncer.with(CollectionPolicy).authorize('fill', collection)
    const change = await uncollectAssets({ assetIds: [asset.id], by, collectionId: collection.id })
    if (change.count) notify(ctx, change)
    return this.#answer(ctx, asset, q)
  }

  async #find({ auth, bouncer }: HttpContext, id: number) {
    const asset = await findAsset(auth.user!, id)
    await bouncer.with(AssetPolicy).authorize('collect', asset)
    return asset
  }

  async #answer(ctx: HttpContext, asset: Asset, q: string) {
    const collections = await collectionsOf(asset.id, ctx.auth.user!)
    const state = { asset, q, collections, can: { collect: true } }
    return swap(ctx, 'library/items/_collections', state, assetUrl(asset.id, q))
  }
}
