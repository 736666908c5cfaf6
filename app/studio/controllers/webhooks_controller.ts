import type { HttpContext } from '@adonisjs/core/http'
import { hearWebhook } from '#studio/webhooks'

/** Asked by providers: whoever knows the address of an attempt, and signs as its provider does. */
export default class WebhooksController {
  async store({ params, request, response }: HttpContext) {
    await hearWebhook(params.provider, {
      headers: request.headers() as Record<string, string>,
      rawBody: Buffer.from(request.raw() ?? ''),
      token: params.token,
    })
    return response.noContent()
  }
}
