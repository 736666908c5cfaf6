import router from '@adonisjs/core/services/router'
import { controllers } from '#generated/controllers'
import { middleware } from '#start/kernel'

router
  .group(() => {
    router.get('/comparison', [controllers.duplicates.Comparisons, 'show']).as('comparisons.show')
  })
  .prefix('/duplicates')
  .where('id', router.matchers.number())
  .as('duplicates')
  .use(middleware.auth())
