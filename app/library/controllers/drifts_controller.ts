import type { HttpContext } from '@adonisjs/core/http'
import { findAsset } from '#library/curation/item'
import { answerReplacement } from '#library/controllers/replacement_answer'
import { replaceLater } from '#library/importing/replacements'
import { driftValidator } from '#library/importing/validators'
import AssetPolicy from '#library/policies/asset_policy'

/** A file that changed on the disk: what is there now is taken over, or the library's own copy kept. */
export default class DriftsController {
  async update(ctx: HttpContext) {
    const { params, drift } = await ctx.request.validateUsing(driftValidator)
    const by = ctx.auth.user!
    const asset = await findAsset(by, params.id)
    await ctx.bouncer.with(AssetPolicy).authorize('replace', asset)
    return answerReplacement(ctx, asset, await replaceLater(asset, { drift }, by))
  }
}
