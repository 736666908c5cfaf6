import router from '@adonisjs/core/services/router'
import { controllers } from '#generated/controllers'
import { middleware } from '#start/kernel'

router
  .group(() => {
    router.get('/views', [controllers.library.Views, 'index']).as('views.index')
    router.post('/views', [controllers.library.Views, 'store']).as('views.store')
    router.get('/views/counts', [controllers.library.ViewCounts, 'index']).as('view_counts.index')
    router.get('/views/:id/edit', [controllers.library.Views, 'edit']).as('views.edit')
    router.put('/views/:id', [controllers.library.Views, 'update']).as('views.update')
    router.delete('/views/:id', [controllers.library.Views, 'destroy']).as('views.destroy')
  })
  .where('id', router.matchers.number())
  .as('library')
  .use(middleware.auth())
