import type { HttpContext } from '@adonisjs/core/http'
import { metadataJson } from '#api/assets/asset_detail'
import { idValidator } from '#api/validators'
import { findAsset } from '#library/curation/item'
import AssetPolicy from '#library/policies/asset_policy'

export default class MetadataController {
  async show({ request, auth, bouncer }: HttpContext) {
    const { params } = await request.validateUsing(idValidator)
    const asset = await findAsset(auth.getUserOrFail(), params.id)
    await bouncer.with(AssetPolicy).authorize('show', asset)
    return metadataJson(asset)
  }
}
