import type { HttpContext } from '@adonisjs/core/http'
import { sendThumbnail } from '#library/controllers/file_answers'
import { findShared } from '#library/sharing/shared_page'
import { sharedThumbnailValidator } from '#library/sharing/validators'

export default class SharedThumbnailsController {
  async show(ctx: HttpContext) {
    const { params } = await ctx.request.validateUsing(sharedThumbnailValidator)
    const asset = await findShared(ctx.shareLink, params.id)
    return sendThumbnail(ctx, asset, { size: params.size })
  }
}
