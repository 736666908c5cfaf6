import router from '@adonisjs/core/services/router'
import { controllers } from '#generated/controllers'
import { middleware } from '#start/kernel'

const { Builder, PromptBlocks, Prompts } = controllers.studio

router
  .group(() => {
    router.get('/prompts', [Prompts, 'index']).as('prompts.index')
    router.get('/builder', [Builder, 'show']).as('builder.show')
    router.post('/builder/blocks', [PromptBlocks, 'store']).as('prompt_blocks.store')
    router.delete('/builder/blocks/:id', [PromptBlocks, 'destroy']).as('prompt_blocks.destroy')
  })
  .where('id', router.matchers.number())
  .as('studio')
  .use(middleware.auth())
