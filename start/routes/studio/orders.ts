import router from '@adonisjs/core/services/router'
import { controllers } from '#generated/controllers'
import { middleware } from '#start/kernel'

const { Orders } = controllers.studio

router
  .group(() => {
    router.get('/', [Orders, 'index']).as('orders.index')
    router.get('/:id', [Orders, 'show']).as('orders.show')
  })
  .prefix('/orders')
  .where('id', router.matchers.number())
  .as('studio')
  .use(middleware.auth())
