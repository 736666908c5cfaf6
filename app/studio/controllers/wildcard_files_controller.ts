import type { HttpContext } from '@adonisjs/core/http'
import { notify } from '#core/htmx'
import WildcardPolicy from '#studio/policies/wildcard_policy'
import { takeInFiles } from '#studio/wildcards/keeping'
import { wildcardFilesValidator } from '#studio/wildcards/validators'

export default class WildcardFilesController {
  async store(ctx: HttpContext) {
    await ctx.bouncer.with(WildcardPolicy).authorize('edit')
    const { files } = await ctx.request.validateUsing(wildcardFilesValidator)
    const names = await takeInFiles(files, ctx.auth.user!)
    notify(ctx, { text: `Took in ${names.map((name) => `“${name}”`).join(', ')}` })
    return ctx.response.redirect().toRoute('studio.wildcards.index')
  }
}
