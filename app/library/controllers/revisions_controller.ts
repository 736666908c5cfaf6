import type { HttpContext } from '@adonisjs/core/http'
import { wantsFragment } from '#core/htmx'
import { historyOf } from '#library/curation/history'
import { abilities, findAsset } from '#library/curation/item'
import { historyValidator } from '#library/curation/validators'
import AssetPolicy from '#library/policies/asset_policy'

/** The history of edits of one asset. */
export default class RevisionsController {
  async index(ctx: HttpContext) {
    const { params, q = '', before } = await ctx.request.validateUsing(historyValidator)
    const viewer = ctx.auth.user!
    const asset = await findAsset(viewer, params.id)
    await ctx.bouncer.with(AssetPolicy).authorize('show', asset)
    const history = await historyOf(asset.id, viewer, before)
    const state = { asset, q, ...history, can: await abilities(viewer, asset) }
    const template = wantsFragment(ctx) ? '_history' : 'history'
    return ctx.view.render(`library/items/${template}`, state)
  }
}
