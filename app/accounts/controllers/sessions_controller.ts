import type { HttpContext } from '@adonisjs/core/http'
import { isSetUp } from '#accounts/accounts'
import User from '#accounts/models/user'
import { loginValidator } from '#accounts/validators'

export default class SessionsController {
  async create({ view, response }: HttpContext) {
    if (!(await isSetUp())) return response.redirect().toRoute('accounts.setups.create')
    return view.render('accounts/sessions/create')
  }

  async store({ request, response, auth, session }: HttpContext) {
    const { email, password } = await request.validateUsing(loginValidator)
    const user = await User.verifyCredentials(email, password)
    await auth.use('web').login(user)
    return response.redirect(session.pull('intended_url', '/'))
  }

  async destroy({ auth, response }: HttpContext) {
    await auth.use('web').logout()
    return response.redirect().toRoute('accounts.sessions.create')
  }
}
