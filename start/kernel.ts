import app from '@adonisjs/core/services/app'
import router from '@adonisjs/core/services/router'
import ShieldMiddleware from '@adonisjs/shield/shield_middleware'
import server from '@adonisjs/core/services/server'

/** Its provider would make it anew, and look for the module of Edge, at every request. */
app.container.bindValue(ShieldMiddleware, await app.container.make(ShieldMiddleware))

server.errorHandler(() => import('#core/exceptions/handler'))

server.use([
  () => import('#core/middleware/security_middleware'),
  () => import('#core/middleware/public_files_middleware'),
  () => import('@adonisjs/vite/vite_middleware'),
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
  guest: () => import('#accounts/middleware/guest_middleware'),
})
