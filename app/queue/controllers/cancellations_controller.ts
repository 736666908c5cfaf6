import router from '@adonisjs/core/services/router'
import type { HttpContext } from '@adonisjs/core/http'
import { notify } from '#core/htmx'
import { findRun } from '#queue/reading'
import { cancelRun } from '#queue/runs'
import JobRunPolicy from '#queue/policies/job_run_policy'

export default class CancellationsController {
  async store(ctx: HttpContext) {
    const run = await findRun(ctx.auth.user!, ctx.params.id)
    await ctx.bouncer.with(JobRunPolicy).authorize('cancel', run)
    const cancelled = await cancelRun(run)
    notify(ctx, {
      text: cancelled ? 'Cancelled. What is done stays done.' : 'This job had already ended.',
    })
    return ctx.response.redirect(router.makeUrl('queue.runs.show', [run.id]))
  }
}
