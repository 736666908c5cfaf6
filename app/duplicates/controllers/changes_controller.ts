import type { HttpContext } from '@adonisjs/core/http'
import { notify } from '#core/htmx'
import { undoDecision } from '#duplicates/deciding'
import { changeValidator } from '#duplicates/validators'
import DuplicatePolicy from '#duplicates/policies/duplicate_policy'

/** What was decided, as a handle to take it back: a merge with its files, or a verdict. */
export default class ChangesController {
  async destroy(ctx: HttpContext) {
    await ctx.bouncer.with(DuplicatePolicy).authorize('decide')
    const { params } = await ctx.request.validateUsing(changeValidator)
    const { text } = await undoDecision({ changeId: params.id, by: ctx.auth.user! })
    notify(ctx, { text })
    return ctx.response.redirect().back()
  }
}
