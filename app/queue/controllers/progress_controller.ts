import type { HttpContext } from '@adonisjs/core/http'
import { answerWithEvents } from '#core/event_stream'
import { findRun, listRuns } from '#queue/reading'
import { watchList, watchRun } from '#queue/progress/runs'
import JobRunPolicy from '#queue/policies/job_run_policy'

/** Progress as server-sent events whose data are fragments of the page. */
export default class ProgressController {
  async index(ctx: HttpContext) {
    await ctx.bouncer.with(JobRunPolicy).authorize('list')
    const { runs } = await listRuns(ctx.auth.user!)
    return answerWithEvents(ctx, (stream) => watchList(viewer(ctx), stream, runs))
  }

  async show(ctx: HttpContext) {
    const run = await findRun(ctx.auth.user!, ctx.params.id)
    await ctx.bouncer.with(JobRunPolicy).authorize('show', run)
    return answerWithEvents(ctx, (stream) => watchRun(viewer(ctx), stream, run))
  }
}

const viewer = ({ auth, session }: HttpContext) => ({
  user: auth.user!,
  sessionId: session.sessionId,
})
