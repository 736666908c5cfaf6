import router from '@adonisjs/core/services/router'
import { controllers } from '#generated/controllers'
import { middleware } from '#start/kernel'

router
  .group(() => {
    router.get('/', [controllers.library.Items, 'show']).as('assets.show')
    router.put('/marks', [controllers.library.Marks, 'update']).as('marks.update')
    router
      .put('/visibility', [controllers.library.Visibilities, 'update'])
      .as('visibilities.update')

    router.get('/fields/:field', [controllers.library.Fields, 'show']).as('fields.show')
    router.get('/fields/:field/edit', [controllers.library.Fields, 'edit']).as('fields.edit')
    router.put('/fields/:field', [controllers.library.Fields, 'update']).as('fields.update')
    router.delete('/fields/:field', [controllers.library.Fields, 'destroy']).as('fields.destroy')

    router.post('/tags', [controllers.library.AssetTags, 'store']).as('asset_tags.store')
    router
      .delete('/tags/:tagId', [controllers.library.AssetTags, 'destroy'])
      .as('asset_tags.destroy')
    router
      .post('/collections', [controllers.library.AssetCollections, 'store'])
      .as('asset_collections.store')
    router
      .delete('/collections/:collectionId', [controllers.library.AssetCollections, 'destroy'])
      .as('asset_collections.destroy')

    router.get('/revisions', [controllers.library.Revisions, 'index']).as('revisions.index')
    router
      .post('/revisions/:revisionId/reversion', [controllers.library.Reversions, 'store'])
      .as('reversions.store')
    router.put('/drift', [controllers.library.Drifts, 'update']).as('drifts.update')
    router.post('/versions', [controllers.library.Versions, 'store']).as('versions.store')
    router.get('/versions/:versionId', [controllers.library.Versions, 'show']).as('versions.show')
    router
      .post('/versions/:versionId/restoration', [controllers.library.Restorations, 'store'])
      .as('restorations.store')
    router.get('/chunks/:chunkId', [controllers.library.Chunks, 'show']).as('chunks.show')
  })
  .prefix('/library/:id')
  .where('id', router.matchers.number())
  .as('library')
  .use(middleware.auth())
