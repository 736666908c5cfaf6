import logger from '@adonisjs/core/services/logger'
import { endRun, leaveRun } from '#queue/claims'
import { RunWatch } from '#queue/run_watch'
import { planItems } from '#queue/planning'
import { performItems } from '#queue/item_loop'
import { RunFailed, RunStopped, type StopReason } from '#queue/errors'
import type JobRun from '#queue/models/job_run'
import type { RunJob } from '#queue/run_job'

/** One attempt at a run that was claimed, to its end or until it has to be put down. */
export async function performRun(run: JobRun, job: RunJob) {
  const watch = new RunWatch(run)
  try {
    await planItems(job, run)
    await performItems(job, run, watch)
    run.signal.throwIfAborted()
    await job.finish?.(run)
    await endRun(run)
  } catch (error) {
    await putDown(run, run.signal.aborted ? run.signal.reason : error)
  } finally {
    watch.close()
  }
}

async function putDown(run: JobRun, error: Error) {
  if (error instanceof RunStopped) return putDownBecause[error.reason](run)
  const expected = error instanceof RunFailed
  if (!expected) logger.error({ err: error, run: run.id, kind: run.kind }, 'A job run failed')
  await leaveRun(run, { state: 'failed', error: error.message || 'The run failed.' })
}

const putDownBecause: Record<StopReason, (run: JobRun) => Promise<unknown>> = {
  lost: async (run) => logger.warn({ run: run.id }, 'Another worker has taken over this run'),
  cancelled: (run) => leaveRun(run, { state: 'cancelled' }),
  stopping: (run) => leaveRun(run, { state: 'queued' }),
}
