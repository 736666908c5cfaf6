import type { HttpContext } from '@adonisjs/core/http'
import { findAsset, itemPage } from '#library/curation/item'
import { itemValidator } from '#library/curation/validators'
import AssetPolicy from '#library/policies/asset_policy'

export default class ItemsController {
  async show({ request, view, bouncer, auth }: HttpContext) {
    const { params, q = '' } = await request.validateUsing(itemValidator)
    const asset = await findAsset(auth.user!, params.id)
    await bouncer.with(AssetPolicy).authorize('show', asset)
    return view.render('library/items/show', await itemPage({ asset, q, viewer: auth.user! }))
  }
}
