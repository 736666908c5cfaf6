import type { HttpContext } from '@adonisjs/core/http'
import { notify } from '#core/htmx'
import { findAsset } from '#library/curation/item'
import TrashPolicy from '#trash/policies/trash_policy'
import { changeTrash } from '#trash/selection'
import { choiceValidator } from '#trash/validators'

/** Taking out of the trash. */
export default class RestorationsController {
  async store(ctx: HttpContext) {
    await ctx.bouncer.with(TrashPolicy).authorize('move')
    const { ids = [], all } = await ctx.request.validateUsing(choiceValidator)
    const by = ctx.auth.user!
    if (!all && ids.length === 1) await findAsset(by, ids[0])
    const selection = all ? { q: 'is:trashed' } : { ids }
    const done = await changeTrash({ verb: 'restore', selection, by })
    if (!all && !ids.length) {
      notify(ctx, { text: 'Nothing is selected: tick what to restore first.', tone: 'error' })
    } else notify(ctx, { text: done.text, changeId: done.count ? done.changeId : undefined })
    return ctx.response.redirect().back()
  }
}
