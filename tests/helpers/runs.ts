import { claimRun } from '#queue/claims'
import JobRun from '#queue/models/job_run'
import { performRun } from '#queue/performing'
import type { RunJob } from '#queue/run_job'

/** Performs a run to its end in this process, as a worker would, and answers it. */
export async function performNow(run: JobRun, job: RunJob) {
  const claimed = await claimRun(run.id)
  if (claimed) await performRun(claimed, job)
  return JobRun.findOrFail(run.id)
}

/** What the items of a run came to: label → state and message. */
export async function itemsOf(run: JobRun) {
  const { default: JobRunItem } = await import('#queue/models/job_run_item')
  return JobRunItem.query().where('job_run_id', run.id).orderBy('id')
}
