import type { HttpContext } from '@adonisjs/core/http'
import { collectionJson, collectionsJson } from '#api/curation/collection_json'
import {
  afterIdValidator,
  collectionUpdateValidator,
  newCollectionValidator,
} from '#api/curation/validators'
import { answerWithEtag, requireMatch } from '#api/etag'
import { idValidator } from '#api/validators'
import { collectionCards, findCollection } from '#library/curation/collections'
import { findAsset } from '#library/curation/item'
import Collection from '#library/models/collection'
import CollectionPolicy from '#library/policies/collection_policy'

export default class CollectionsController {
  async index({ request, auth, bouncer }: HttpContext) {
    await bouncer.with(CollectionPolicy).authorize('list')
    const { cursor } = await request.validateUsing(afterIdValidator)
    const user = auth.getUserOrFail()
    const { cards, next } = await collectionCards(user, cursor)
    const collections = cards.map(({ collection }) => collection)
    return {
      items: await collectionsJson(collections, user),
      next: next === null ? null : String(next),
    }
  }

  async store({ request, response, auth, bouncer }: HttpContext) {
    await bouncer.with(CollectionPolicy).authorize('create')
    const user = auth.getUserOrFail()
    const { cover_asset_id: coverAssetId, ...sent } =
      await request.validateUsing(newCollectionValidator)
    if (coverAssetId) await findAsset(user, coverAssetId)
    const details = { visibility: 'everyone' as const, ...sent, coverAssetId }
    const collection = await Collection.create({ ...details, ownerId: user.id })
    response.status(201)
    return collectionJson(await findCollection(user, collection.id), user)
  }

  async show(ctx: HttpContext) {
    const { collection, user } = await this.#load(ctx)
    await ctx.bouncer.with(CollectionPolicy).authorize('show', collection)
    return answerWithEtag(ctx, await collectionJson(collection, user))
  }

  async update(ctx: HttpContext) {
    const { collection, user } = await this.#load(ctx)
    await ctx.bouncer.with(CollectionPolicy).authorize('edit', collection)
    const { cover_asset_id: coverAssetId, ...sent } =
      await ctx.request.validateUsing(collectionUpdateValidator)
    const isShown = sent.visibility && sent.visibility !== collection.visibility
    if (isShown) await ctx.bouncer.with(CollectionPolicy).authorize('own', collection)
    requireMatch(ctx, await collectionJson(collection, user))
    if (coverAssetId) await findAsset(user, coverAssetId)
    if (coverAssetId !== undefined) collection.merge({ coverAssetId })
    await collection.merge(sent).save()
    return answerWithEtag(ctx, await collectionJson(collection, user))
  }

  async destroy(ctx: HttpContext) {
    const { collection } = await this.#load(ctx)
    await ctx.bouncer.with(CollectionPolicy).authorize('own', collection)
    await collection.delete()
    return ctx.response.status(204)
  }

  async #load({ request, auth }: HttpContext) {
    const user = auth.getUserOrFail()
    const { params } = await request.validateUsing(idValidator)
    return { user, collection: await findCollection(user, params.id) }
  }
}
