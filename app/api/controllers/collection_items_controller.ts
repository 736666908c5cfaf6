import type { HttpContext } from '@adonisjs/core/http'
import { assetsByIds } from '#api/assets/asset_list'
import {
  collectionItemParams,
  collectionItemsValidator,
  collectValidator,
  placeValidator,
} from '#api/curation/validators'
import { idValidator } from '#api/validators'
import { collectAssets, uncollectAssets } from '#library/curation/collecting'
import { collectionPage } from '#library/curation/collection_page'
import { findCollection } from '#library/curation/collections'
import { findAsset } from '#library/curation/item'
import { moveInCollection } from '#library/curation/ordering'
import CollectionPolicy from '#library/policies/collection_policy'
import type { Change } from '#library/curation/changes'

/** What is in a collection, in the order somebody chose. */
export default class CollectionItemsController {
  async index({ request, auth, bouncer }: HttpContext) {
    const user = auth.getUserOrFail()
    const { params } = await request.validateUsing(idValidator)
    const collection = await findCollection(user, params.id)
    await bouncer.with(CollectionPolicy).authorize('show', collection)
    const { cursor } = await request.validateUsing(collectionItemsValidator)
    const { tiles, count, next } = await collectionPage(collection, user, cursor)
    const ids = tiles.map(({ id }) => id)
    return { items: await assetsByIds(ids, user), total: count, next }
  }

  async store(ctx: HttpContext) {
    const { collectionId, by } = await this.#fillable(ctx)
    const { ids: assetIds } = await ctx.request.validateUsing(collectValidator)
    return changeJson(await collectAssets({ assetIds, by, collectionId }))
  }

  async update(ctx: HttpContext) {
    const { collectionId, by } = await this.#fillable(ctx)
    const { params } = await ctx.request.validateUsing(collectionItemParams)
    const { before_id: beforeId } = await ctx.request.validateUsing(placeValidator)
    for (const id of [params.asset_id, beforeId]) if (id !== null) await findAsset(by, id)
    const move = { collectionId, assetId: params.asset_id, beforeId, by }
    return changeJson(await moveInCollection(move))
  }

  async destroy(ctx: HttpContext) {
    const { collectionId, by } = await this.#fillable(ctx)
    const { ids: assetIds } = await ctx.request.validateUsing(collectValidator)
    return changeJson(await uncollectAssets({ assetIds, by, collectionId }))
  }

  async #fillable({ request, auth, bouncer }: HttpContext) {
    const by = auth.getUserOrFail()
    const { params } = await request.validateUsing(idValidator)
    const collection = await findCollection(by, params.id)
    await bouncer.with(CollectionPolicy).authorize('fill', collection)
    return { collectionId: collection.id, by }
  }
}

const changeJson = ({ changeId, count, text }: Change) => ({ change_id: changeId, count, text })
