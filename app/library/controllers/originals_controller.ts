import { posix } from 'node:path'
import type { HttpContext } from '@adonisjs/core/http'
import { sendFile, sendMade } from '#core/file_response'
import { embedded } from '#library/embedding/embedding'
import Asset from '#library/models/asset'
import { openOriginal } from '#library/originals'
import FilePolicy from '#library/policies/file_policy'
import { originalValidator } from '#library/importing/validators'

/** What a browser may show by itself: nothing that can carry a script. */
const harmless =
  /^(image\/(jpeg|png|webp|gif|avif|bmp)|video\/(mp4|webm|quicktime|matroska|ogg)|audio\/(mpeg|mp4|wav|flac|ogg|aac))$/

export default class OriginalsController {
  async show(ctx: HttpContext) {
    const { request, response, bouncer, auth } = ctx
    const { params, download, metadata, v } = await request.validateUsing(originalValidator)
    const asset = await Asset.query()
      .withScopes((scopes) => scopes.visibleTo(auth.user!))
      .where('id', params.id)
      .firstOrFail()
    await bouncer.with(FilePolicy).authorize('read', asset)

    const original = await openOriginal(asset)
    if (!original) return response.status(410).send('The file is missing from its folder.')
    const name = posix.basename(asset.fileName)
    const copy = metadata ? await embedded(asset, original) : null
    if (copy) return sendMade(ctx, { ...copy, name, mime: asset.mime })
    const known = original.unchanged && v === asset.sha256.slice(0, 8)
    return sendFile(ctx, {
      ...original,
      name,
      mime: asset.mime,
      disposition: download || metadata || !harmless.test(asset.mime) ? 'attachment' : 'inline',
      cacheControl: known ? 'private, max-age=31536000, immutable' : 'private, no-cache',
    })
  }
}
