import type { HttpContext } from '@adonisjs/core/http'
import { notify } from '#core/htmx'
import type Asset from '#library/models/asset'
import type JobRun from '#queue/models/job_run'

/** To the run that gives an asset another file, or back to the asset where one is at it already. */
export function answerReplacement(ctx: HttpContext, asset: Asset, run: JobRun | null) {
  if (run) return ctx.response.redirect().toRoute('queue.runs.show', { id: run.id })
  notify(ctx, { text: 'Its file is being replaced already. Wait for that.', tone: 'error' })
  return ctx.response.redirect(`/library/${asset.id}`)
}
