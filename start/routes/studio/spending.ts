import router from '@adonisjs/core/services/router'
import { controllers } from '#generated/controllers'
import { middleware } from '#start/kernel'

const { PersonBudgets, Spending, SpendingFiles } = controllers.studio

router
  .group(() => {
    router.get('/', [Spending, 'index']).as('spending.index')
    router.get('/file', [SpendingFiles, 'show']).as('spending_files.show')
    router.put('/budgets', [PersonBudgets, 'update']).as('person_budgets.update')
  })
  .prefix('/spending')
  .as('studio')
  .use(middleware.auth())
