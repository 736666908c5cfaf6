import { errors } from '@adonisjs/lucid'
import type { HttpContext } from '@adonisjs/core/http'
import { listKeys, revokeKey } from '#accounts/api_keys'
import AdministrationPolicy from '#accounts/policies/administration_policy'
import { keyJson } from '#api/people/people_json'
import { idValidator } from '#api/validators'

/** The keys of everybody. No key makes another one: that is done on a page, with a password. */
export default class KeysController {
  async index({ bouncer }: HttpContext) {
    await bouncer.with(AdministrationPolicy).authorize('manage')
    const keys = await listKeys()
    return { items: keys.map(keyJson) }
  }

  async destroy({ request, response, auth, bouncer }: HttpContext) {
    await bouncer.with(AdministrationPolicy).authorize('manage')
    const { params } = await request.validateUsing(idValidator)
    const actor = { by: auth.getUserOrFail(), ip: request.ip() }
    if (!(await revokeKey(params.id, actor))) throw new errors.E_ROW_NOT_FOUND()
    return response.status(204)
  }
}
