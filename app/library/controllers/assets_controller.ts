import type { HttpContext } from '@adonisjs/core/http'
import AssetPolicy from '#library/policies/asset_policy'

export default class AssetsController {
  async index({ view, bouncer }: HttpContext) {
    await bouncer.with(AssetPolicy).authorize('list')
    return view.render('library/assets/index')
  }
}
