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
  .group(() => {
    router.post('/logout', [controllers.accounts.Sessions, 'destroy']).as('sessions.destroy')
    router.get('/profile', [controllers.accounts.Profiles, 'edit']).as('profile.edit')
    router.post('/profile', [controllers.accounts.Profiles, 'update']).as('profile.update')
  })
  .as('accounts')
  .use(middleware.auth())
