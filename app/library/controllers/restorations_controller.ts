import type { HttpContext } from '@adonisjs/core/http'
import { notify } from '#core/htmx'
import { findAsset } from '#library/curation/item'
import { versionValidator } from '#library/curation/validators'
import { restoreVersion } from '#library/curation/versions'
import AssetPolicy from '#library/policies/asset_policy'

/** Making a former file the present one again. */
export default class RestorationsController {
  async store(ctx: HttpContext) {
    const { params } = await ctx.request.validateUsing(versionValidator)
    const by = ctx.auth.user!
    const asset = await findAsset(by, params.id)
    await ctx.bouncer.with(AssetPolicy).authorize('edit', asset)
    const refused = await restoreVersion(asset, params.versionId, by)
    const text = 'That version is the file again; the other one is kept as a version.'
    notify(ctx, refused ? { text: refused, tone: 'error' } : { text })
    return ctx.response.redirect(`/library/${asset.id}`)
  }
}
