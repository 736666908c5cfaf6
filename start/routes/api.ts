import router from '@adonisjs/core/services/router'
import { controllers } from '#generated/controllers'
import { middleware } from '#start/kernel'

const {
  Actions,
  Assets,
  Backups,
  CollectionItems,
  Collections,
  DatabaseStates,
  Documents,
  DuplicateGroups,
  DuplicateMerges,
  Expansions,
  Exports,
  Files,
  Health,
  IgnoredDuplicates,
  JobCancellations,
  JobRetries,
  Jobs,
  Keys,
  Locks,
  Manuals,
  Metadata,
  Models,
  OrderCancellations,
  OrderRetries,
  Orders,
  People,
  Placements,
  Products,
  Projects,
  Providers,
  Purges,
  Routes,
  SavedViews,
  SharedPeople,
  Scans,
  SourceFolders,
  Tags,
  Templates,
  Thumbnails,
  Trashings,
  Uploads,
  UserDisablings,
  Users,
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
    for (const things of ['assets', 'images', 'collections']) {
      router
        .group(() => {
          router.post('/lock', [Locks, 'store']).as('locks.store')
          router.delete('/lock', [Locks, 'destroy']).as('locks.destroy')
          router.get('/people', [SharedPeople, 'index']).as('people.index')
          router.put('/people/:user_id', [SharedPeople, 'update']).as('people.update')
          router.delete('/people/:user_id', [SharedPeople, 'destroy']).as('people.destroy')
        })
        .prefix(`${things}/:id`)
        .as(things)
        .where('id', router.matchers.number())
    }
    router.get('/tags', [Tags, 'index']).as('tags.index')
    router.get('/duplicates', [DuplicateGroups, 'index']).as('duplicates.index')
    router
      .group(() => {
        router.get('/duplicates', [DuplicateGroups, 'index']).as('duplicates.index')
        router.post('/duplicates/ignore', [IgnoredDuplicates, 'store']).as('ignored.store')
        router.delete('/duplicates/ignore', [IgnoredDuplicates, 'destroy']).as('ignored.destroy')
        router.post('/merge-duplicates', [DuplicateMerges, 'store']).as('merges.store')
      })
      .prefix('images')
      .as('images')
    router.post('/action/move', [Actions, 'update']).as('actions.update')
    router.post('/action/delete', [Actions, 'destroy']).as('actions.destroy')
    router.post('/action/keep', [Actions, 'store']).as('actions.store')
    router.post('/scan', [Scans, 'store']).as('scans.store')
    router.get('/scan/:id', [Scans, 'show']).as('scans.show')
    router.get('/export', [Exports, 'show']).as('exports.show')
    router.get('/health', [Health, 'show']).as('health.show')
    router.get('/db/status', [DatabaseStates, 'show']).as('database.show')
    router.get('/jobs', [Jobs, 'index']).as('jobs.index')
    router.get('/jobs/backup', [Backups, 'index']).as('backups.index')
    router.post('/jobs/backup', [Backups, 'store']).as('backups.store')
    router.get('/jobs/:id', [Jobs, 'show']).as('jobs.show')
    router.post('/jobs/:id/cancel', [JobCancellations, 'store']).as('jobs.cancellations.store')
    router.post('/jobs/:id/retry', [JobRetries, 'store']).as('jobs.retries.store')
    router.resource('collections', Collections).apiOnly()
    router.resource('saved-views', SavedViews).apiOnly()
    router.resource('source-folders', SourceFolders).apiOnly()
    router
      .group(() => {
        router.get('/', [CollectionItems, 'index']).as('index')
        router.post('/', [CollectionItems, 'store']).as('store')
        router.delete('/', [CollectionItems, 'destroy']).as('destroy')
        router.put('/:asset_id', [CollectionItems, 'update']).as('update')
      })
      .prefix('collections/:id/items')
      .as('collections.items')
    router.resource('projects', Projects).apiOnly().except(['destroy'])
    router.get('/projects/:id/products', [Products, 'index']).as('products.index')
    router.put('/projects/:id/products', [Products, 'update']).as('products.update')
    router.resource('orders', Orders).apiOnly().except(['update'])
    router.post('/orders/:id/place', [Placements, 'store']).as('orders.placements.store')
    router
      .post('/orders/:id/cancel', [OrderCancellations, 'store'])
      .as('orders.cancellations.store')
    router.post('/orders/:id/retry', [OrderRetries, 'store']).as('orders.retries.store')
    router.resource('templates', Templates).only(['index', 'show'])
    router.resource('models', Models).only(['index', 'show'])
    router.get('/providers', [Providers, 'index']).as('providers.index')
    router.post('/expand', [Expansions, 'store']).as('expansions.store')
    router.get('/me', [People, 'show']).as('me.show')
    router.get('/users', [Users, 'index']).as('users.index')
    router.get('/users/:id', [Users, 'show']).as('users.show')
    router.post('/users/:id/disable', [UserDisablings, 'store']).as('users.disablings.store')
    router.post('/users/:id/enable', [UserDisablings, 'destroy']).as('users.disablings.destroy')
    router.get('/keys', [Keys, 'index']).as('keys.index')
    router.delete('/keys/:id', [Keys, 'destroy']).as('keys.destroy')
    router.get('/routes', [Routes, 'index']).as('routes.index')
  })
  .prefix('/api')
  .as('api')
  .use(middleware.operation())
