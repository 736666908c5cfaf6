import type JobRun from '#queue/models/job_run'
import type JobRunItem from '#queue/models/job_run_item'
import { personOf } from '#queue/person'
import { RunJob } from '#queue/run_job'
import { planSteps } from '#duplicates/plans'
import { undoGroup } from '#duplicates/plans/applying'

/** Takes back what a plan did, group by group. */
export default class UndoPlanJob extends RunJob {
  static kind = 'duplicates.undo_plan'

  plan(run: JobRun) {
    return planSteps(run.payload.planId)
  }

  async perform(item: JobRunItem, run: JobRun) {
    const by = await personOf(run)
    const { number } = item.payload as { number: number }
    return undoGroup({ planId: run.payload.planId, number, by }, (trx, result) =>
      run.record(trx, item, result)
    )
  }
}
