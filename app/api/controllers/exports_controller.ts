import { Readable } from 'node:stream'
import { errors } from '@vinejs/vine'
import type { HttpContext } from '@adonisjs/core/http'
import { searchText } from '#api/assets/query'
import { exportAssets, exportTypes } from '#api/exporting'
import { exportValidator } from '#api/validators'
import AssetPolicy from '#library/policies/asset_policy'
import { parseQuery } from '#library/search/language'

export default class ExportsController {
  async show({ request, response, auth, bouncer }: HttpContext) {
    await bouncer.with(AssetPolicy).authorize('list')
    const { format = 'jsonl', ...asked } = await request.validateUsing(exportValidator)
    const q = searchText(asked)
    const { error } = parseQuery(q)
    if (error) {
      const { message } = error
      throw new errors.E_VALIDATION_ERROR([{ field: 'q', message, rule: 'q' }])
    }
    response.header('Content-Type', exportTypes[format])
    response.header('Content-Disposition', `attachment; filename="atelier.${format}"`)
    const pieces = exportAssets({ q, viewer: auth.getUserOrFail(), format })
    return response.stream(Readable.from(pieces))
  }
}
