import type { HttpContext } from '@adonisjs/core/http'
import contentDisposition from 'content-disposition'
import db from '@adonisjs/lucid/services/db'
import { chunkFile } from '#library/curation/chunks'
import { findAsset } from '#library/curation/item'
import { chunkValidator } from '#library/curation/validators'
import AssetPolicy from '#library/policies/asset_policy'

/** A piece of metadata as it was found in the file. */
export default class ChunksController {
  async show({ request, response, bouncer, auth }: HttpContext) {
    const { params } = await request.validateUsing(chunkValidator)
    const asset = await findAsset(auth.user!, params.id)
    await bouncer.with(AssetPolicy).authorize('show', asset)
    const chunk = await db
      .from('asset_chunks')
      .where({ id: params.chunkId, asset_id: asset.id })
      .firstOrFail()
    const { name, mime, body } = await chunkFile(asset, chunk)
    response.header('Content-Type', mime)
    response.header('X-Content-Type-Options', 'nosniff')
    response.header('Content-Security-Policy', "default-src 'none'; sandbox")
    response.header('Content-Disposition', contentDisposition(name))
    return response.send(body)
  }
}
