import type { HttpContext } from '@adonisjs/core/http'
import { sendFile } from '#core/file_response'
import { openThumbnail } from '#library/derivatives/thumbnails'
import { thumbnailValidator } from '#library/importing/validators'
import Asset from '#library/models/asset'
import FilePolicy from '#library/policies/file_policy'

export default class ThumbnailsController {
  async show(ctx: HttpContext) {
    const { request, response, bouncer, auth } = ctx
    const { params, v } = await request.validateUsing(thumbnailValidator)
    const asset = await Asset.query()
      .withScopes((scopes) => scopes.visibleTo(auth.user!))
      .where('id', params.id)
      .firstOrFail()
    await bouncer.with(FilePolicy).authorize('read', asset)

    const thumbnail = await openThumbnail(asset, params.size)
    if (!thumbnail) {
      response.header('Cache-Control', 'no-store')
      return response.status(404).send(asset.brokenReason ?? 'There is no preview of this file.')
    }
    if (thumbnail.pending) response.header('X-Thumbnail-Pending', String(params.size))
    return sendFile(ctx, {
      ...thumbnail,
      mime: 'image/webp',
      etag: `"${asset.sha256.slice(0, 32)}-${thumbnail.longest}"`,
      disposition: 'inline',
      cacheControl: cacheControl(thumbnail.pending, v === asset.sha256.slice(0, 8)),
    })
  }
}

function cacheControl(pending: boolean, versioned: boolean) {
  if (pending) return 'no-store'
  return versioned ? 'private, max-age=31536000, immutable' : 'private, no-cache'
}
