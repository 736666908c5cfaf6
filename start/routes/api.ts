import router from '@adonisjs/core/services/router'
import { controllers } from '#generated/controllers'
import { middleware } from '#start/kernel'

const {
  Assets,
  Documents,
  Files,
  JobCancellations,
  JobRetries,
  Jobs,
  Manuals,
  Metadata,
  Purges,
  Routes,
  Tags,
  Thumbnails,
  Trashings,
  Uploads,
} = controllers.api

/** For people, with their session; the document itself holds nothing of anybody. */
router.get('/api/docs', [Manuals, 'show']).as('api.manual').use(middleware.auth())
router.get('/api/openapi.json', [Documents, 'show']).as('api.document')

router
  .group(() => {
    for (const things of ['assets', 'images']) {
      router
        .group(() => {
          router.get('/', [Assets, 'index']).as('index')
          router.post('/', [Uploads, 'store']).as('store')
          router.post('/trash', [Trashings, 'store']).as('trashings.store')
          router.post('/trash/restore', [Trashings, 'update']).as('trashings.update')
          router.delete('/trash/purge', [Purges, 'destroy']).as('purges.destroy')
          router.get('/:id', [Assets, 'show']).as('show')
          router.put('/:id', [Assets, 'update']).as('update')
          router.delete('/:id', [Trashings, 'destroy']).as('trashings.destroy')
          router.get('/:id/file', [Files, 'show']).as('files.show')
          router.post('/:id/file', [Files, 'store']).as('files.store')
          router.get('/:id/thumbnail', [Thumbnails, 'show']).as('thumbnails.show')
          router.get('/:id/metadata', [Metadata, 'show']).as('metadata.show')
        })
        .prefix(things)
        .as(things)
        .where('id', router.matchers.number())
    }
    router.get('/tags', [Tags, 'index']).as('tags.index')
    router.get('/jobs', [Jobs, 'index']).as('jobs.index')
    router.get('/jobs/:id', [Jobs, 'show']).as('jobs.show')
    router.post('/jobs/:id/cancel', [JobCancellations, 'store']).as('jobs.cancellations.store')
    router.post('/jobs/:id/retry', [JobRetries, 'store']).as('jobs.retries.store')
    router.get('/routes', [Routes, 'index']).as('routes.index')
  })
  .prefix('/api')
  .as('api')
  .use(middleware.operation())
