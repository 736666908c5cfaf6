import app from '@adonisjs/core/services/app'
import router from '@adonisjs/core/services/router'
import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import SessionMiddleware from '@adonisjs/session/session_middleware'
import ShieldMiddleware from '@adonisjs/shield/shield_middleware'
import server from '@adonisjs/core/services/server'
import { rememberSignatures } from '#core/signatures'
import { isApi } from '#core/api'

/**
 * The API knows no cookies, so it has no session and needs no token against forged forms.
 * Shield's provider would moreover make it anew, and look for the module of Edge, at
 * every request.
 */
for (const Middleware of [SessionMiddleware, ShieldMiddleware]) {
  const made = await app.container.make(Middleware)
  const handle = (ctx: HttpContext, next: NextFn) => (isApi(ctx) ? next() : made.handle(ctx, next))
  app.container.bindValue(Middleware, { handle } as InstanceType<typeof Middleware>)
}

const encryption = await app.container.make('encryption')
rememberSignatures(encryption.getMessageVerifier())

server.errorHandler(() => import('#core/exceptions/handler'))

server.use([
  () => import('#core/middleware/security_middleware'),
  () => import('#core/middleware/public_files_middleware'),
  () => import('@adonisjs/vite/vite_middleware'),
  () => import('#core/middleware/waiting_line_middleware'),
])

router.use([
  () => import('@adonisjs/core/bodyparser_middleware'),
  () => import('@adonisjs/session/session_middleware'),
  () => import('@adonisjs/shield/shield_middleware'),
  () => import('@adonisjs/auth/initialize_auth_middleware'),
  () => import('#accounts/middleware/bouncer_middleware'),
])

export const middleware = router.named({
  auth: () => import('#accounts/middleware/auth_middleware'),
  confirmed: () => import('#accounts/middleware/confirmed_middleware'),
  shareLink: () => import('#library/middleware/share_link_middleware'),
  operation: () => import('#api/middleware/operation_middleware'),
  guest: () => import('#accounts/middleware/guest_middleware'),
})
