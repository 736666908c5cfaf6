import router from '@adonisjs/core/services/router'
import { controllers } from '#generated/controllers'
import { middleware } from '#start/kernel'

const { CredentialChecks, Credentials } = controllers.studio

router
  .group(() => {
    router.get('/', [Credentials, 'index']).as('credentials.index')
    router
      .group(() => {
        router.get('/create', [Credentials, 'create']).as('credentials.create')
        router.post('/', [Credentials, 'store']).as('credentials.store')
        router.get('/:id/edit', [Credentials, 'edit']).as('credentials.edit')
        router.put('/:id', [Credentials, 'update']).as('credentials.update')
        router.delete('/:id', [Credentials, 'destroy']).as('credentials.destroy')
      })
      .use(middleware.confirmed())
    router.post('/:id/checks', [CredentialChecks, 'store']).as('credential_checks.store')
  })
  .prefix('/providers')
  .where('id', router.matchers.number())
  .as('studio')
  .use(middleware.auth())
