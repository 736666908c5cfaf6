import router from '@adonisjs/core/services/router'
import { controllers } from '#generated/controllers'
import { middleware } from '#start/kernel'

router
  .group(() => {
    router.get('/library', [controllers.library.Assets, 'index']).as('assets.index')
  })
  .as('library')
  .use(middleware.auth())
