import type { HttpContext } from '@adonisjs/core/http'
import { readiness } from '#health/checks'

const checks = readiness()

/** For containers: people can be answered. What is wrong, only administrators are told. */
export default class ReadinessController {
  async show({ response }: HttpContext) {
    const { isHealthy } = await checks.run()
    response.header('Cache-Control', 'no-store')
    return response.status(isHealthy ? 200 : 503).send(isHealthy ? 'ready' : 'not ready')
  }
}
