import router from '@adonisjs/core/services/router'
import { controllers } from '#generated/controllers'
import { middleware } from '#start/kernel'

const {
  Changes,
  Comparisons,
  Coverages,
  Decisions,
  Groups,
  KeeperRules,
  Merges,
  PlanApplications,
  PlanFiles,
  Plans,
  Postponements,
  Settings,
  Variants,
} = controllers.duplicates

router
  .group(() => {
    router.get('/', [Groups, 'index']).as('groups.index')
    router.get('/:id', [Groups, 'show']).as('groups.show')
    router.get('/:id/merges/create', [Merges, 'create']).as('merges.create')
    router.post('/:id/merges', [Merges, 'store']).as('merges.store')
    router.post('/:id/decisions', [Decisions, 'store']).as('decisions.store')
    router.post('/:id/postponement', [Postponements, 'store']).as('postponements.store')
    router.delete('/:id/postponement', [Postponements, 'destroy']).as('postponements.destroy')
    router.get('/decisions', [Decisions, 'index']).as('decisions.index')
    router.delete('/decisions', [Decisions, 'destroy']).as('decisions.destroy')
    router
      .delete('/changes/:id', [Changes, 'destroy'])
      .where('id', router.matchers.uuid())
      .as('changes.destroy')
    router.get('/rules', [KeeperRules, 'edit']).as('keeper_rules.edit')
    router.put('/rules', [KeeperRules, 'update']).as('keeper_rules.update')
    router.get('/settings', [Settings, 'edit']).as('settings.edit')
    router.put('/settings', [Settings, 'update']).as('settings.update')
    router.get('/plans', [Plans, 'index']).as('plans.index')
    router.post('/plans', [Plans, 'store']).as('plans.store')
    router.get('/plans/:id', [Plans, 'show']).as('plans.show')
    router.delete('/plans/:id', [Plans, 'destroy']).as('plans.destroy')
    router.get('/plans/:id/file', [PlanFiles, 'show']).as('plan_files.show')
    router.post('/plans/file', [PlanFiles, 'store']).as('plan_files.store')
    router.post('/plans/:id/application', [PlanApplications, 'store']).as('plan_applications.store')
    router
      .delete('/plans/:id/application', [PlanApplications, 'destroy'])
      .as('plan_applications.destroy')
    router.get('/variants', [Variants, 'index']).as('variants.index')
    router.get('/coverage', [Coverages, 'show']).as('coverage.show')
    router.get('/comparison', [Comparisons, 'show']).as('comparisons.show')
  })
  .prefix('/duplicates')
  .where('id', router.matchers.number())
  .as('duplicates')
  .use(middleware.auth())
