import type { HttpContext } from '@adonisjs/core/http'
import { wantsFragment } from '#core/htmx'
import { findRun, listItems, listRuns } from '#queue/reading'
import { itemListValidator, runListValidator } from '#queue/validators'
import JobRunPolicy from '#queue/policies/job_run_policy'

export default class RunsController {
  async index(ctx: HttpContext) {
    await ctx.bouncer.with(JobRunPolicy).authorize('list')
    const filter = await ctx.request.validateUsing(runListValidator)
    const page = await listRuns(ctx.auth.user!, filter)
    const template = wantsFragment(ctx) ? 'queue/runs/_list' : 'queue/runs/index'
    return ctx.view.render(template, { ...page, filter })
  }

  async show(ctx: HttpContext) {
    const run = await findRun(ctx.auth.user!, ctx.params.id)
    await ctx.bouncer.with(JobRunPolicy).authorize('show', run)
    const filter = await ctx.request.validateUsing(itemListValidator)
    const page = await listItems(run, ctx.auth.user!, filter)
    const template = wantsFragment(ctx) ? 'queue/runs/_run' : 'queue/runs/show'
    return ctx.view.render(template, { run, ...page, filter })
  }
}
