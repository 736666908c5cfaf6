import { errors } from '@adonisjs/lucid'
import type { HttpContext } from '@adonisjs/core/http'
import { listKeys, revokeKey } from '#accounts/api_keys'
import AdministrationPolicy from '#accounts/policies/administration_policy'

/** The API keys of everybody. */
export default class AllKeysController {
  async index({ view, bouncer }: HttpContext) {
    await bouncer.with(AdministrationPolicy).authorize('manage')
    return view.render('accounts/all_keys/index', { keys: await listKeys() })
  }

  async destroy({ request, response, params, auth, bouncer, session }: HttpContext) {
    await bouncer.with(AdministrationPolicy).authorize('manage')
    const revoked = await revokeKey(Number(params.id), { by: auth.user!, ip: request.ip() })
    if (!revoked) throw new errors.E_ROW_NOT_FOUND()
    session.flash('notice', 'That key opens nothing any more.')
    return response.redirect().toRoute('accounts.all_keys.index')
  }
}
