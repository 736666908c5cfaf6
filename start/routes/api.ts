import router from '@adonisjs/core/services/router'
import { controllers } from '#generated/controllers'
import { middleware } from '#start/kernel'

const { Assets, Documents, Manuals, Metadata, Routes, Tags } = controllers.api

/** For people, with their session; the document itself holds nothing of anybody. */
router.get('/api/docs', [Manuals, 'show']).as('api.manual').use(middleware.auth())
router.get('/api/openapi.json', [Documents, 'show']).as('api.document')

router
  .group(() => {
    for (const things of ['assets', 'images']) {
      router
        .group(() => {
          router.get('/', [Assets, 'index']).as('index')
          router.get('/:id', [Assets, 'show']).as('show')
          router.put('/:id', [Assets, 'update']).as('update')
          router.get('/:id/metadata', [Metadata, 'show']).as('metadata.show')
        })
        .prefix(things)
        .as(things)
        .where('id', router.matchers.number())
    }
    router.get('/tags', [Tags, 'index']).as('tags.index')
    router.get('/routes', [Routes, 'index']).as('routes.index')
  })
  .prefix('/api')
  .as('api')
  .use(middleware.operation())
