import router from '@adonisjs/core/services/router'
import { controllers } from '#generated/controllers'
import { middleware } from '#start/kernel'

const { Activities, Cancellations, Progress, Retries, Runs } = controllers.queue

router
  .group(() => {
    router.get('/', [Runs, 'index']).as('runs.index')
    router.get('/progress', [Progress, 'index']).as('progress.index')
    router.get('/activity', [Activities, 'show']).as('activity')
    router.get('/:id', [Runs, 'show']).as('runs.show')
    router.get('/:id/progress', [Progress, 'show']).as('progress.show')
    router.post('/:id/cancellations', [Cancellations, 'store']).as('cancellations.store')
    router.post('/:id/retries', [Retries, 'store']).as('retries.store')
  })
  .prefix('/jobs')
  .as('queue')
  .use(middleware.auth())
