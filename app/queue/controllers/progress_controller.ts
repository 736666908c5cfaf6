import { PassThrough } from 'node:stream'
import type { HttpContext } from '@adonisjs/core/http'
import { findRun, listRuns } from '#queue/reading'
import { watchList, watchRun } from '#queue/progress/streams'
import JobRunPolicy from '#queue/policies/job_run_policy'

/** Progress as server-sent events whose data are fragments of the page. */
export default class ProgressController {
  async index(ctx: HttpContext) {
    await ctx.bouncer.with(JobRunPolicy).authorize('list')
    const { runs } = await listRuns(ctx.auth.user!)
    return answer(ctx, (stream) => watchList(viewer(ctx), stream, runs))
  }

  async show(ctx: HttpContext) {
    const run = await findRun(ctx.auth.user!, ctx.params.id)
    await ctx.bouncer.with(JobRunPolicy).authorize('show', run)
    return answer(ctx, (stream) => watchRun(viewer(ctx), stream, run))
  }
}

const viewer = ({ auth, session }: HttpContext) => ({
  user: auth.user!,
  sessionId: session.sessionId,
})

/** Who has too many streams open gets none, and the page goes on asking every few seconds. */
function answer({ response }: HttpContext, watch: (stream: PassThrough) => boolean) {
  const stream = new PassThrough()
  if (!watch(stream)) return response.noContent()
  response.header('Content-Type', 'text/event-stream')
  response.header('Cache-Control', 'no-store')
  response.header('X-Accel-Buffering', 'no')
  return response.stream(stream)
}
