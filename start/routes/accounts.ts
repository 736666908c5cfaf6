import router from '@adonisjs/core/services/router'
import { controllers } from '#generated/controllers'
import { middleware } from '#start/kernel'

router
  .group(() => {
    router.get('/setup', [controllers.accounts.Setups, 'create']).as('setups.create')
    router.post('/setup', [controllers.accounts.Setups, 'store']).as('setups.store')
    router.get('/login', [controllers.accounts.Sessions, 'create']).as('sessions.create')
    router.post('/login', [controllers.accounts.Sessions, 'store']).as('sessions.store')
  })
  .as('accounts')
  .use(middleware.guest())

router
  .post('/logout', [controllers.accounts.Sessions, 'destroy'])
  .as('accounts.sessions.destroy')
  .use(middleware.auth())
