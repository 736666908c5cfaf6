import type { HttpContext } from '@adonisjs/core/http'
import { keyTable } from '#core/keys'
import { fields } from '#library/search/fields/registry'
import AssetPolicy from '#library/policies/asset_policy'

/** The manual: its lists of keys and of fields are the very tables the program works by. */
export default class ManualsController {
  async show({ view, bouncer }: HttpContext) {
    await bouncer.with(AssetPolicy).authorize('list')
    return view.render('help/index', {
      groups: Object.groupBy(keyTable, (key) => key.group),
      fields: Object.entries(fields).map(([name, { help, example }]) => ({ name, help, example })),
    })
  }
}
