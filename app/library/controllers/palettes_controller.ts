import type { HttpContext } from '@adonisjs/core/http'
import { paletteEntries } from '#library/gallery/palette'
import AssetPolicy from '#library/policies/asset_policy'

export default class PalettesController {
  async show({ bouncer, auth }: HttpContext) {
    await bouncer.with(AssetPolicy).authorize('list')
    return paletteEntries(auth.user!)
  }
}
