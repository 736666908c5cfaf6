import { Exception } from '@adonisjs/core/exceptions'
import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import { errors } from '@adonisjs/auth'
import { answerOnce } from '#api/idempotency'
import { operationOf } from '#api/operations/all'
import { countRequest } from '#api/rate_limits'

/** What holds for every route of the API: a valid key with the scope the operation asks for, at a bounded rate. */
export default class OperationMiddleware {
  async handle(ctx: HttpContext, next: NextFn) {
    const { auth, request, response } = ctx
    const operation = operationOf(ctx.route?.name)
    if (!operation) throw new Exception('This route has no operation.', { status: 500 })
    const user = await personOf(ctx)
    const key = user.currentAccessToken
    if (!key.allows(operation.scope)) {
      const message = `This key lacks the scope "${operation.scope}".`
      throw new Exception(message, { status: 403 })
    }
    await countRequest(ctx, Number(key.identifier), operation)
    response.header('Cache-Control', 'private, no-store')
    const once = request.header('Idempotency-Key')
    if (!once || request.method() !== 'POST') return next()
    return answerOnce(ctx, { user: auth.getUserOrFail(), key: once }, next)
  }
}

async function personOf({ auth, response }: HttpContext) {
  try {
    await auth.authenticateUsing(['key'])
    const user = auth.use('key').getUserOrFail()
    if (!user.isDisabled) return user
  } catch (error) {
    if (!(error instanceof errors.E_UNAUTHORIZED_ACCESS)) throw error
  }
  response.header('WWW-Authenticate', 'Bearer realm="Atelier"')
  const message =
    'Send a valid API key: "Authorization: Bearer <key>". Keys are made under Your account.'
  throw new Exception(message, { status: 401 })
}
