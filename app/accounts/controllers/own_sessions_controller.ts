import type { HttpContext } from '@adonisjs/core/http'
import { errors } from '@adonisjs/lucid'
import emitter from '@adonisjs/core/services/emitter'
import { endSession } from '#accounts/own_sessions'
import SessionEnded from '#accounts/events/session_ended'
import ProfilePolicy from '#accounts/policies/profile_policy'

/** Where a person is logged in. */
export default class OwnSessionsController {
  async destroy({ request, params, auth, bouncer, response, session }: HttpContext) {
    await bouncer.with(ProfilePolicy).authorize('edit')
    const ended = await endSession(auth.getUserOrFail(), params.handle, request.ip())
    if (!ended) throw new errors.E_ROW_NOT_FOUND()
    await emitter.emit(SessionEnded, new SessionEnded(ended))
    session.flash('notice', 'That session is ended.')
    return response.redirect().toRoute('accounts.profile.edit')
  }
}
