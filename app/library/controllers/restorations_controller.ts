import type { HttpContext } from '@adonisjs/core/http'
import { findAsset } from '#library/curation/item'
import { versionValidator } from '#library/curation/validators'
import { findVersion } from '#library/curation/versions'
import { answerReplacement } from '#library/controllers/replacement_answer'
import { replaceLater } from '#library/importing/replacements'
import AssetPolicy from '#library/policies/asset_policy'

/** Making a former file the present one again. */
export default class RestorationsController {
  async store(ctx: HttpContext) {
    const { params } = await ctx.request.validateUsing(versionValidator)
    const by = ctx.auth.user!
    const asset = await findAsset(by, params.id)
    await ctx.bouncer.with(AssetPolicy).authorize('replace', asset)
    const { id: versionId } = await findVersion(asset, params.versionId)
    return answerReplacement(ctx, asset, await replaceLater(asset, { versionId }, by))
  }
}
