import type { HttpContext } from '@adonisjs/core/http'
import { sendOriginal } from '#library/controllers/file_answers'
import { findAsset } from '#library/curation/item'
import FilePolicy from '#library/policies/file_policy'
import { originalValidator } from '#library/importing/validators'

export default class OriginalsController {
  async show(ctx: HttpContext) {
    const { params, download, metadata, v } = await ctx.request.validateUsing(originalValidator)
    const asset = await findAsset(ctx.auth.user!, params.id)
    await ctx.bouncer.with(FilePolicy).authorize('read', asset)
    return sendOriginal(ctx, asset, { download: !!download, metadata: !!metadata, version: v })
  }
}
