import { setTimeout as delay } from 'node:timers/promises'
import { RunJob } from '#queue/run_job'
import type JobRun from '#queue/models/job_run'
import type JobRunItem from '#queue/models/job_run_item'

/** Leaves the writing of its results to the worker, which does it in batches. */
export default class BatchJob extends RunJob {
  static kind = 'tests.batch'
  concurrency = 8

  async perform(item: JobRunItem, run: JobRun) {
    await delay(run.payload.pause ?? 0)
    const states = ['done', 'skipped', 'failed'] as const
    const state = states[(item.payload.n ?? 0) % states.length]
    return { state, message: state === 'done' ? undefined : `because of ${item.label}` }
  }
}
