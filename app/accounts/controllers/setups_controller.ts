import type { HttpContext } from '@adonisjs/core/http'
import { createFirstUser, isSetUp } from '#accounts/accounts'
import { beginSession } from '#accounts/sessions'
import { isThisMachine, setupCode } from '#accounts/setup_code'
import { setupValidator } from '#accounts/validators'

/** The first page of a fresh install. It makes the administrator, once. */
export default class SetupsController {
  async create({ request, view, response }: HttpContext) {
    if (await isSetUp()) return response.redirect().toRoute('accounts.sessions.create')
    return view.render('accounts/setups/create', { asksForCode: !isThisMachine(request.ip()) })
  }

  async store(ctx: HttpContext) {
    const { request, response, view } = ctx
    if (await isSetUp()) return response.redirect().toRoute('accounts.sessions.create')

    const { code, ...details } = await request.validateUsing(setupValidator)
    if (!isThisMachine(request.ip()) && code !== setupCode) {
      response.status(422)
      return view.render('accounts/setups/create', {
        ...details,
        asksForCode: true,
        wrongCode: true,
      })
    }
    const user = await createFirstUser(details)
    if (!user) return response.redirect().toRoute('accounts.sessions.create')
    return response.redirect(await beginSession(ctx, user))
  }
}
