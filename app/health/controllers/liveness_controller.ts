import type { HttpContext } from '@adonisjs/core/http'

/** For containers: this process answers. */
export default class LivenessController {
  async show({ response }: HttpContext) {
    response.header('Cache-Control', 'no-store')
    return response.send('ok')
  }
}
