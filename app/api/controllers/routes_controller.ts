import type { HttpContext } from '@adonisjs/core/http'
import { apiRoutes } from '#api/openapi'
import ApiPolicy from '#api/policies/api_policy'

export default class RoutesController {
  async index({ bouncer }: HttpContext) {
    await bouncer.with(ApiPolicy).authorize('read')
    const items = apiRoutes().map(({ method, path, name, operation }) => {
      return { method, path, name, summary: operation.summary, scope: operation.scope }
    })
    return { items }
  }
}
