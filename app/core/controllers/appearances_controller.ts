import type { HttpContext } from '@adonisjs/core/http'
import { appearanceValidator } from '#core/validators'

/** Light, dark or as the system has it: this browser's own choice, kept in a cookie. */
export default class AppearancesController {
  async store({ request, response }: HttpContext) {
    const { theme } = await request.validateUsing(appearanceValidator)
    response.plainCookie('theme', theme, { encode: false, httpOnly: false, maxAge: '400d' })
    return response.redirect().withQs().back()
  }
}
