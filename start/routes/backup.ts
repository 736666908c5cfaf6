import router from '@adonisjs/core/services/router'
import { controllers } from '#generated/controllers'
import { middleware } from '#start/kernel'

const { Backups, Verifications } = controllers.backup

router
  .group(() => {
    router.get('/', [Backups, 'index']).as('backups.index')
    router.post('/', [Backups, 'store']).as('backups.store')
    router.post('/:name/verifications', [Verifications, 'store']).as('verifications.store')
  })
  .prefix('/admin/backups')
  .as('backup')
  .use(middleware.auth())
