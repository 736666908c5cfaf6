import { errors } from '@adonisjs/lucid'
import type { HttpContext } from '@adonisjs/core/http'
import { createKey, listKeys, revokeKey, scopes } from '#accounts/api_keys'
import ProfilePolicy from '#accounts/policies/profile_policy'
import { keyValidator } from '#accounts/validators'

/** A person's own API keys. */
export default class KeysController {
  async index({ view, auth, bouncer }: HttpContext) {
    await bouncer.with(ProfilePolicy).authorize('edit')
    const keys = await listKeys(auth.getUserOrFail())
    return view.render('accounts/keys/index', { keys, scopes })
  }

  /** The key stands in the answer and nowhere else. */
  async store({ request, view, auth, bouncer, response }: HttpContext) {
    await bouncer.with(ProfilePolicy).authorize('edit')
    const user = auth.getUserOrFail()
    const details = await request.validateUsing(keyValidator)
    const made = await createKey(user, details, { by: user, ip: request.ip() })
    response.header('Cache-Control', 'no-store')
    const keys = await listKeys(user)
    return view.render('accounts/keys/index', { keys, scopes, made })
  }

  async destroy({ request, params, auth, bouncer, response, session }: HttpContext) {
    await bouncer.with(ProfilePolicy).authorize('edit')
    const user = auth.getUserOrFail()
    const revoked = await revokeKey(Number(params.id), { by: user, of: user, ip: request.ip() })
    if (!revoked) throw new errors.E_ROW_NOT_FOUND()
    session.flash('notice', 'That key opens nothing any more.')
    return response.redirect().toRoute('accounts.keys.index')
  }
}
