import router from '@adonisjs/core/services/router'
import { controllers } from '#generated/controllers'
import { middleware } from '#start/kernel'

const { Liveness, Readiness, Reports } = controllers.health

router
  .group(() => {
    router.get('/health/live', [Liveness, 'show']).as('live.show')
    router.get('/health/ready', [Readiness, 'show']).as('ready.show')
    router.get('/admin/health', [Reports, 'show']).as('report.show').use(middleware.auth())
  })
  .as('health')
