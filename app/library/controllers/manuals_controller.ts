import type { HttpContext } from '@adonisjs/core/http'
import { ownKeysOf } from '#accounts/own_keys'
import { keyGroups } from '#core/keys'
import { fields } from '#library/search/fields/registry'
import AssetPolicy from '#library/policies/asset_policy'

/** The manual: its lists of keys and of fields are the very tables the program works by. */
export default class ManualsController {
  async show({ view, bouncer, auth }: HttpContext) {
    await bouncer.with(AssetPolicy).authorize('list')
    return view.render('help/index', {
      groups: keyGroups(ownKeysOf(auth.user!)),
      fields: Object.entries(fields).map(([name, { help, example }]) => ({ name, help, example })),
    })
  }
}
