import type { HttpContext } from '@adonisjs/core/http'
import { notify } from '#core/htmx'
import router from '@adonisjs/core/services/router'
import PromptBlock from '#studio/models/prompt_block'
import PromptPolicy from '#studio/policies/prompt_policy'
import { keepBlock } from '#studio/prompts/builder'
import { blockIdValidator, blockValidator } from '#studio/prompts/validators'

export default class PromptBlocksController {
  async store(ctx: HttpContext) {
    await ctx.bouncer.with(PromptPolicy).authorize('list')
    const { kind, body } = await ctx.request.validateUsing(blockValidator)
    await keepBlock(kind, body, ctx.auth.user!)
    notify(ctx, { text: `Kept “${body.slice(0, 60)}”` })
    return ctx.response.redirect().toRoute('studio.builder.show')
  }

  async destroy(ctx: HttpContext) {
    const { params } = await ctx.request.validateUsing(blockIdValidator)
    const block = await PromptBlock.query()
      .withScopes((scopes) => scopes.of(ctx.auth.user!))
      .where('prompt_blocks.id', params.id)
      .firstOrFail()
    await ctx.bouncer.with(PromptPolicy).authorize('edit', block)
    await block.delete()
    notify(ctx, {
      text: `“${block.body.slice(0, 60)}” is kept no more`,
      undo: {
        url: router.makeUrl('studio.prompt_blocks.store'),
        fields: { kind: block.kind, body: block.body },
      },
    })
    return ctx.response.redirect().toRoute('studio.builder.show')
  }
}
