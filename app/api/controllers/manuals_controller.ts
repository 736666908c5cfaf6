import type { HttpContext } from '@adonisjs/core/http'
import { appUrl } from '#config/app'
import { openApiDocument } from '#api/openapi'
import ApiPolicy from '#api/policies/api_policy'

/** The same for people. */
export default class ManualsController {
  async show({ view, bouncer }: HttpContext) {
    await bouncer.with(ApiPolicy).authorize('read')
    return view.render('api/manuals/show', { document: openApiDocument(), origin: appUrl })
  }
}
