import type { HttpContext } from '@adonisjs/core/http'
import db from '@adonisjs/lucid/services/db'
import { notify, swap } from '#core/htmx'
import { findAsset, tagsOf } from '#library/curation/item'
import { tagAssets, untagAssets } from '#library/curation/tagging'
import { splitNames } from '#library/curation/tags'
import { itemTagValidator, tagsValidator } from '#library/curation/validators'
import { assetUrl } from '#library/gallery/addresses'
import AssetPolicy from '#library/policies/asset_policy'
import type Asset from '#library/models/asset'

/** The tags of one asset. */
export default class AssetTagsController {
  async store(ctx: HttpContext) {
    const { params, q = '', names } = await ctx.request.validateUsing(tagsValidator)
    const asset = await this.#find(ctx, params.id)
    const action = { assetIds: [asset.id], by: ctx.auth.user! }
    const change = await tagAssets({ ...action, names: splitNames(names).slice(0, 100) })
    if (change.count) notify(ctx, change)
    return this.#answer(ctx, asset, q)
  }

  async destroy(ctx: HttpContext) {
    const { params, q = '' } = await ctx.request.validateUsing(itemTagValidator)
    const asset = await this.#find(ctx, params.id)
    const tag = await db.from('tags').where('id', params.tagId).firstOrFail()
    const action = { assetIds: [asset.id], by: ctx.auth.user! }
    const change = await untagAssets({ ...action, names: [tag.name] })
    if (change.count) notify(ctx, change)
    return this.#answer(ctx, asset, q)
  }

  async #find({ auth, bouncer }: HttpContext, id: number) {
    const asset = await findAsset(auth.user!, id)
    await bouncer.with(AssetPolicy).authorize('edit', asset)
    return asset
  }

  async #answer(ctx: HttpContext, asset: Asset, q: string) {
    const state = { asset, q, tags: await tagsOf(asset.id), can: { edit: true } }
    return swap(ctx, 'library/items/_tags', state, assetUrl(asset.id, q))
  }
}
