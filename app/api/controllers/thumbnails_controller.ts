import { Exception } from '@adonisjs/core/exceptions'
import type { HttpContext } from '@adonisjs/core/http'
import { sendFile } from '#core/file_response'
import { thumbnailValidator } from '#api/validators'
import { findAsset } from '#library/curation/item'
import { openThumbnail } from '#library/derivatives/thumbnails'
import AssetPolicy from '#library/policies/asset_policy'

export default class ThumbnailsController {
  async show(ctx: HttpContext) {
    const { params, size = 320 } = await ctx.request.validateUsing(thumbnailValidator)
    const asset = await findAsset(ctx.auth.getUserOrFail(), params.id)
    await ctx.bouncer.with(AssetPolicy).authorize('show', asset)
    const thumbnail = await openThumbnail(asset, size)
    if (!thumbnail) {
      const message = asset.brokenReason ?? 'There is no preview of this file.'
      throw new Exception(message, { status: 410 })
    }
    return sendFile(ctx, {
      ...thumbnail,
      mime: 'image/webp',
      etag: `"${asset.sha256.slice(0, 32)}-${thumbnail.longest}"`,
      disposition: 'inline',
      cacheControl: thumbnail.pending ? 'no-store' : 'private, no-cache',
    })
  }
}
