import router from '@adonisjs/core/services/router'
import { controllers } from '#generated/controllers'
import { middleware } from '#start/kernel'

const { SourceFolderDrifts, SourceFolders, SourceFolderScans, Uploads } = controllers.library

router
  .group(() => {
    router.get('/import', [Uploads, 'create']).as('imports.create')
    router.post('/import', [Uploads, 'store']).as('imports.store')

    router
      .group(() => {
        router.get('/', [SourceFolders, 'index']).as('index')
        router.get('/new', [SourceFolders, 'create']).as('create')
        router.post('/', [SourceFolders, 'store']).as('store')
        router.get('/:id/edit', [SourceFolders, 'edit']).as('edit')
        router.put('/:id', [SourceFolders, 'update']).as('update')
        router.delete('/:id', [SourceFolders, 'destroy']).as('destroy')
        router.post('/:id/scans', [SourceFolderScans, 'store']).as('scans.store')
        router.put('/:id/drifts', [SourceFolderDrifts, 'update']).as('drifts.update')
      })
      .prefix('/admin/source-folders')
      .as('source_folders')
      .where('id', router.matchers.number())
  })
  .as('library')
  .use(middleware.auth())
