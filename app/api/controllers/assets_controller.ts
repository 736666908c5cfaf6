import type { HttpContext } from '@adonisjs/core/http'
import { answerWithEtag, requireMatch } from '#api/etag'
import { assetDetail } from '#api/assets/asset_detail'
import { listAssets } from '#api/assets/asset_list'
import { changesTheAsset, updateAsset } from '#api/assets/updating'
import { assetListValidator, assetUpdateValidator, idValidator } from '#api/validators'
import { findAsset } from '#library/curation/item'
import AssetPolicy from '#library/policies/asset_policy'

/** Items of every kind, or, under /api/images, images alone. */
export default class AssetsController {
  async index({ request, route, auth, bouncer }: HttpContext) {
    await bouncer.with(AssetPolicy).authorize('list')
    const asked = await request.validateUsing(assetListValidator)
    return listAssets(asked, auth.getUserOrFail(), kindOf(route))
  }

  async show(ctx: HttpContext) {
    const { asset, user } = await this.#load(ctx)
    await ctx.bouncer.with(AssetPolicy).authorize('show', asset)
    return answerWithEtag(ctx, await assetDetail(asset, user))
  }

  async update(ctx: HttpContext) {
    const { asset, user } = await this.#load(ctx)
    const sent = await ctx.request.validateUsing(assetUpdateValidator)
    const right = changesTheAsset(sent) ? 'edit' : 'show'
    await ctx.bouncer.with(AssetPolicy).authorize(right, asset)
    if (sent.visibility) await ctx.bouncer.with(AssetPolicy).authorize('share', asset)
    requireMatch(ctx, await assetDetail(asset, user))
    await updateAsset(asset, sent, user)
    return answerWithEtag(ctx, await assetDetail(await findAsset(user, asset.id), user))
  }

  async #load({ request, auth }: HttpContext) {
    const user = auth.getUserOrFail()
    const { params } = await request.validateUsing(idValidator)
    return { user, asset: await findAsset(user, params.id) }
  }
}

/** `/api/images` is `/api/assets` narrowed. */
function kindOf(route: HttpContext['route']) {
  return route?.name?.startsWith('api.images.') ? 'image' : undefined
}
