import router from '@adonisjs/core/services/router'
import { controllers } from '#generated/controllers'
import { middleware } from '#start/kernel'

router.on('/').redirect('library.assets.index').as('home')

router
  .group(() => {
    router.post('/appearance', [controllers.core.Appearances, 'store']).as('core.appearances.store')
  })
  .use(middleware.auth())
