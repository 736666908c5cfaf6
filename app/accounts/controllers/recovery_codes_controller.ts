import type { HttpContext } from '@adonisjs/core/http'
import ProfilePolicy from '#accounts/policies/profile_policy'
import { makeRecoveryCodes } from '#accounts/second_factor'

export default class RecoveryCodesController {
  /** Shown in the answer and never again. */
  async store({ request, view, auth, bouncer, response }: HttpContext) {
    await bouncer.with(ProfilePolicy).authorize('edit')
    const user = auth.getUserOrFail()
    if (!user.hasSecondFactor) return response.redirect().toRoute('accounts.profile.edit')
    const codes = await makeRecoveryCodes(user, request.ip())
    return view.render('accounts/recovery_codes/show', { codes })
  }
}
