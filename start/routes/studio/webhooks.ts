import router from '@adonisjs/core/services/router'
import { controllers } from '#generated/controllers'

const { Webhooks } = controllers.studio

router.post('/webhooks/:provider/:token', [Webhooks, 'store']).as('studio.webhooks.store')
