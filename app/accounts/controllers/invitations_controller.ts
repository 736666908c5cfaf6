import type { HttpContext } from '@adonisjs/core/http'
import { personOfLink, useOneTimeLink } from '#accounts/one_time_links'
import { beginSession } from '#accounts/sessions'
import { invitationValidator } from '#accounts/validators'

/** Where a one-time link leads: a password is set, once. */
export default class InvitationsController {
  async show({ view, params, response }: HttpContext) {
    const user = await personOfLink(params.token)
    if (!user) response.status(404)
    return view.render('accounts/invitations/show', { user, token: params.token })
  }

  async store(ctx: HttpContext) {
    const { request, response, view, params } = ctx
    const invited = await personOfLink(params.token)
    const meta = { words: invited ? [invited.email, invited.fullName] : [] }
    const { password } = await request.validateUsing(invitationValidator, { meta })
    const user = await useOneTimeLink(params.token, password, request.ip())
    if (!user) {
      response.status(404)
      return view.render('accounts/invitations/show', { user: null })
    }
    if (user.hasSecondFactor) return response.redirect().toRoute('accounts.sessions.create')
    return response.redirect(await beginSession(ctx, user))
  }
}
