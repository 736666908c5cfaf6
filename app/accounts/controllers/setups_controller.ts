import type { HttpContext } from '@adonisjs/core/http'
import { createUser, isSetUp } from '#accounts/accounts'
import { setupValidator } from '#accounts/validators'

/** The first page of a fresh install. It makes the administrator, once. */
export default class SetupsController {
  async create({ view, response }: HttpContext) {
    if (await isSetUp()) return response.redirect().toRoute('accounts.sessions.create')
    return view.render('accounts/setups/create')
  }

  async store({ request, response, auth }: HttpContext) {
    if (await isSetUp()) return response.redirect().toRoute('accounts.sessions.create')
    const details = await request.validateUsing(setupValidator)
    const user = await createUser({ ...details, role: 'admin' })
    await auth.use('web').login(user)
    return response.redirect().toRoute('home')
  }
}
