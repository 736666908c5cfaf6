import router from '@adonisjs/core/services/router'
import { controllers } from '#generated/controllers'
import { middleware } from '#start/kernel'

const { WildcardFiles, Wildcards } = controllers.studio

/** A wildcard is shown by its name, because a file has no number. */
router
  .group(() => {
    router.get('/', [Wildcards, 'index']).as('wildcards.index')
    router.post('/', [Wildcards, 'store']).as('wildcards.store')
    router.get('/create', [Wildcards, 'create']).as('wildcards.create')
    router.get('/named', [Wildcards, 'show']).as('wildcards.show')
    router.post('/files', [WildcardFiles, 'store']).as('wildcard_files.store')
    router.get('/:id/edit', [Wildcards, 'edit']).as('wildcards.edit')
    router.put('/:id', [Wildcards, 'update']).as('wildcards.update')
    router.delete('/:id', [Wildcards, 'destroy']).as('wildcards.destroy')
  })
  .prefix('/wildcards')
  .where('id', router.matchers.number())
  .as('studio')
  .use(middleware.auth())
