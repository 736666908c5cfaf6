import type { HttpContext } from '@adonisjs/core/http'
import { enterCode } from '#accounts/logging_in'
import ProfilePolicy from '#accounts/policies/profile_policy'
import {
  beginSecondFactor,
  confirmSecondFactor,
  removeSecondFactor,
  showSecondFactor,
} from '#accounts/second_factor'
import { codeValidator } from '#accounts/validators'

/** Setting up the second step of logging in, and taking it away. */
export default class SecondFactorsController {
  async create({ view, auth, bouncer, response }: HttpContext) {
    await bouncer.with(ProfilePolicy).authorize('edit')
    const user = auth.getUserOrFail()
    if (user.hasSecondFactor) return response.redirect().toRoute('accounts.profile.edit')
    const waiting = (await showSecondFactor(user)) ?? (await beginSecondFactor(user))
    return view.render('accounts/second_factors/create', { waiting })
  }

  async store({ request, view, auth, bouncer, response }: HttpContext) {
    await bouncer.with(ProfilePolicy).authorize('edit')
    const user = auth.getUserOrFail()
    const { code } = await request.validateUsing(codeValidator)
    const codes = await confirmSecondFactor(user, code, request.ip())
    if (codes) return view.render('accounts/recovery_codes/show', { codes })
    response.status(422)
    const waiting = await showSecondFactor(user)
    const problem = 'This code is not right. Is the clock of your phone?'
    return view.render('accounts/second_factors/create', { waiting, problem })
  }

  /** Asks for a code, so that a session left open cannot take it away. */
  async destroy({ request, auth, bouncer, response, session }: HttpContext) {
    await bouncer.with(ProfilePolicy).authorize('edit')
    const user = auth.getUserOrFail()
    const { code } = await request.validateUsing(codeValidator)
    const attempt = await enterCode(user, code, request.ip())
    if ('refused' in attempt) {
      session.flash('error', attempt.refused)
      return response.redirect().toRoute('accounts.profile.edit')
    }
    await removeSecondFactor(user, { by: user, ip: request.ip() })
    session.flash('notice', 'Logging in takes your password alone from now on.')
    return response.redirect().toRoute('accounts.profile.edit')
  }
}
