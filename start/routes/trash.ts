import router from '@adonisjs/core/services/router'
import { controllers } from '#generated/controllers'
import { middleware } from '#start/kernel'

const { Purges, Restorations, TrashedAssets } = controllers.trash

router
  .group(() => {
    router.get('/', [TrashedAssets, 'index']).as('items.index')
    router.post('/', [TrashedAssets, 'store']).as('items.store')
    router.post('/restorations', [Restorations, 'store']).as('restorations.store')
    router.get('/purges/create', [Purges, 'create']).as('purges.create').use(middleware.confirmed())
    router.post('/purges', [Purges, 'store']).as('purges.store').use(middleware.confirmed())
  })
  .prefix('/trash')
  .as('trash')
  .use(middleware.auth())
