import type { HttpContext } from '@adonisjs/core/http'
import { sendThumbnail } from '#library/controllers/file_answers'
import { findAsset } from '#library/curation/item'
import { thumbnailValidator } from '#library/importing/validators'
import FilePolicy from '#library/policies/file_policy'

export default class ThumbnailsController {
  async show(ctx: HttpContext) {
    const { params, v } = await ctx.request.validateUsing(thumbnailValidator)
    const asset = await findAsset(ctx.auth.user!, params.id)
    await ctx.bouncer.with(FilePolicy).authorize('read', asset)
    return sendThumbnail(ctx, asset, { size: params.size, version: v })
  }
}
