import type { HttpContext } from '@adonisjs/core/http'
import { notify } from '#core/htmx'
import TrashPolicy from '#trash/policies/trash_policy'
import { type Choice, purgeLater, weigh } from '#trash/purging_later'
import { choiceValidator } from '#trash/validators'

/** Removing for good, after a question that names count and bytes. */
export default class PurgesController {
  async create(ctx: HttpContext) {
    await ctx.bouncer.with(TrashPolicy).authorize('purge')
    const choice = choiceOf(await ctx.request.validateUsing(choiceValidator))
    const weight = await weigh(choice, ctx.auth.user!)
    if (!weight.count) return nothing(ctx)
    return ctx.view.render('trash/purges/create', { choice, weight })
  }

  async store(ctx: HttpContext) {
    await ctx.bouncer.with(TrashPolicy).authorize('purge')
    const choice = choiceOf(await ctx.request.validateUsing(choiceValidator))
    const by = ctx.auth.user!
    const { count } = await weigh(choice, by)
    if (!count) return nothing(ctx)
    const run = await purgeLater(choice, by)
    return ctx.response.redirect().toRoute('queue.runs.show', { id: run.id })
  }
}

const choiceOf = ({ ids = [], all }: { ids?: number[]; all?: true }): Choice =>
  all ? { all } : { ids }

function nothing(ctx: HttpContext) {
  const text = 'There is nothing to purge: tick items of your own first.'
  notify(ctx, { text, tone: 'error' })
  return ctx.response.redirect().toRoute('trash.items.index')
}
