import router from '@adonisjs/core/services/router'
import { controllers } from '#generated/controllers'
import { middleware } from '#start/kernel'

router
  .group(() => {
    router
      .get('/completions', [controllers.library.CollectionCompletions, 'index'])
      .as('collection_completions.index')
    router.get('/', [controllers.library.Collections, 'index']).as('collections.index')
    router.post('/', [controllers.library.Collections, 'store']).as('collections.store')
    router.get('/create', [controllers.library.Collections, 'create']).as('collections.create')
    router.get('/:id', [controllers.library.Collections, 'show']).as('collections.show')
    router.get('/:id/edit', [controllers.library.Collections, 'edit']).as('collections.edit')
    router.put('/:id', [controllers.library.Collections, 'update']).as('collections.update')
    router.delete('/:id', [controllers.library.Collections, 'destroy']).as('collections.destroy')
    router.put('/:id/cover', [controllers.library.Covers, 'update']).as('covers.update')
    router
      .put('/:id/assets/:assetId', [controllers.library.CollectionAssets, 'update'])
      .as('collection_assets.update')
    router
      .delete('/:id/assets/:assetId', [controllers.library.CollectionAssets, 'destroy'])
      .as('collection_assets.destroy')
  })
  .prefix('/collections')
  .where('id', router.matchers.number())
  .as('library')
  .use(middleware.auth())
