import router from '@adonisjs/core/services/router'
import { controllers } from '#generated/controllers'
import { middleware } from '#start/kernel'

const {
  ProductComparisons,
  ProductGrids,
  Products,
  ProductStages,
  ProjectArchives,
  ProjectBudgets,
  ProjectMembers,
  Projects,
} = controllers.studio

router
  .group(() => {
    router.get('/', [Projects, 'index']).as('projects.index')
    router.post('/', [Projects, 'store']).as('projects.store')
    router.get('/create', [Projects, 'create']).as('projects.create')
    router.get('/:id', [Projects, 'show']).as('projects.show')
    router.get('/:id/edit', [Projects, 'edit']).as('projects.edit')
    router.put('/:id', [Projects, 'update']).as('projects.update')
    router.post('/:id/archive', [ProjectArchives, 'store']).as('project_archives.store')
    router.delete('/:id/archive', [ProjectArchives, 'destroy']).as('project_archives.destroy')
    router.post('/:id/members', [ProjectMembers, 'store']).as('project_members.store')
    router.delete('/:id/members/:userId', [ProjectMembers, 'destroy']).as('project_members.destroy')
    router.put('/:id/budget', [ProjectBudgets, 'update']).as('project_budgets.update')
    router.get('/:id/products', [Products, 'index']).as('products.index')
    router.put('/:id/products', [ProductStages, 'update']).as('product_stages.update')
    router.get('/:id/comparison', [ProductComparisons, 'show']).as('product_comparisons.show')
    router.get('/:id/grid', [ProductGrids, 'show']).as('product_grids.show')
  })
  .prefix('/projects')
  .where('id', router.matchers.number())
  .as('studio')
  .use(middleware.auth())
