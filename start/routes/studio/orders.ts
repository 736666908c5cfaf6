import router from '@adonisjs/core/services/router'
import { controllers } from '#generated/controllers'
import { middleware } from '#start/kernel'

const {
  Drafts,
  ModelChoices,
  OrderCancellations,
  OrderCopies,
  OrderProgress,
  OrderRetries,
  Orders,
  PictureChoices,
  Placements,
} = controllers.studio

router
  .group(() => {
    router.get('/', [Orders, 'index']).as('orders.index')
    router.get('/create', [Drafts, 'create']).as('drafts.create')
    router.get('/models', [ModelChoices, 'index']).as('model_choices.index')
    router.get('/pictures', [PictureChoices, 'index']).as('picture_choices.index')
    router.post('/drafts', [Drafts, 'store']).as('drafts.store')
    router.post('/placements', [Placements, 'store']).as('placements.store')
    router.get('/:id', [Orders, 'show']).as('orders.show')
    router.get('/:id/progress', [OrderProgress, 'show']).as('order_progress.show')
    router.get('/:id/edit', [Drafts, 'edit']).as('drafts.edit')
    router.delete('/:id', [Drafts, 'destroy']).as('drafts.destroy')
    router.post('/:id/cancellation', [OrderCancellations, 'store']).as('order_cancellations.store')
    router.post('/:id/retry', [OrderRetries, 'store']).as('order_retries.store')
    router.post('/:id/copies', [OrderCopies, 'store']).as('order_copies.store')
  })
  .prefix('/orders')
  .where('id', router.matchers.number())
  .as('studio')
  .use(middleware.auth())
