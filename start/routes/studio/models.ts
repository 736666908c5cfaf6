import router from '@adonisjs/core/services/router'
import { controllers } from '#generated/controllers'
import { middleware } from '#start/kernel'

const { ModelDescriptions, ModelFavourites, ModelRefreshes, Models } = controllers.studio

router
  .group(() => {
    router.get('/', [Models, 'index']).as('models.index')
    router.get('/create', [Models, 'create']).as('models.create')
    router.post('/', [Models, 'store']).as('models.store')
    router.post('/refreshes', [ModelRefreshes, 'store']).as('model_refreshes.store')
    router.get('/:id', [Models, 'show']).as('models.show')
    router.get('/:id/edit', [Models, 'edit']).as('models.edit')
    router.put('/:id', [Models, 'update']).as('models.update')
    router.delete('/:id', [Models, 'destroy']).as('models.destroy')
    router.post('/:id/favourite', [ModelFavourites, 'store']).as('model_favourites.store')
    router.delete('/:id/favourite', [ModelFavourites, 'destroy']).as('model_favourites.destroy')
    router.put('/:id/description', [ModelDescriptions, 'update']).as('model_descriptions.update')
  })
  .prefix('/models')
  .where('id', router.matchers.number())
  .as('studio')
  .use(middleware.auth())
