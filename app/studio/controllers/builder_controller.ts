import type { HttpContext } from '@adonisjs/core/http'
import { wantsFragment } from '#core/htmx'
import PromptPolicy from '#studio/policies/prompt_policy'
import { builderPage, builtPreview } from '#studio/prompts/builder'
import { builderValidator } from '#studio/prompts/validators'

/** The state of the page stands in its address, so that a built prompt can be kept as a link. */
export default class BuilderController {
  async show(ctx: HttpContext) {
    await ctx.bouncer.with(PromptPolicy).authorize('list')
    const chosen = await ctx.request.validateUsing(builderValidator)
    const user = ctx.auth.user!
    const built = { ...(await builtPreview(chosen)), user }
    if (wantsFragment(ctx)) return ctx.view.render('studio/builder/_built', built)
    const page = await builderPage(user, chosen)
    return ctx.view.render('studio/builder/show', { ...page, ...built })
  }
}
