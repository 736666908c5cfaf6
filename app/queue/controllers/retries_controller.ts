import router from '@adonisjs/core/services/router'
import type { HttpContext } from '@adonisjs/core/http'
import { notify } from '#core/htmx'
import { findRun } from '#queue/reading'
import { retryFailed } from '#queue/runs'
import JobRunPolicy from '#queue/policies/job_run_policy'

export default class RetriesController {
  async store(ctx: HttpContext) {
    const run = await findRun(ctx.auth.user!, ctx.params.id)
    await ctx.bouncer.with(JobRunPolicy).authorize('retry', run)
    const retried = await retryFailed(run)
    notify(ctx, {
      text: retried
        ? 'What failed is tried again.'
        : 'There is nothing to try again, or it is under way already.',
    })
    return ctx.response.redirect(router.makeUrl('queue.runs.show', [run.id]))
  }
}
