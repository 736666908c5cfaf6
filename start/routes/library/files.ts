import router from '@adonisjs/core/services/router'
import { controllers } from '#generated/controllers'
import { middleware } from '#start/kernel'

router
  .group(() => {
    router
      .get('/library/:id/thumbnails/:size', [controllers.library.Thumbnails, 'show'])
      .where('id', router.matchers.number())
      .where('size', /^(320|640|2048)$/)
      .as('thumbnails.show')
    router
      .get('/library/:id/original', [controllers.library.Originals, 'show'])
      .where('id', router.matchers.number())
      .as('originals.show')
  })
  .as('library')
  .use(middleware.auth())
