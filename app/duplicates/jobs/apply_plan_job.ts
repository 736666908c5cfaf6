import type JobRun from '#queue/models/job_run'
import type JobRunItem from '#queue/models/job_run_item'
import { personOf } from '#queue/person'
import { RunJob } from '#queue/run_job'
import { planSteps } from '#duplicates/plans'
import { applyGroup } from '#duplicates/plans/applying'

/** Does what a plan says, group by group; each is merged whole or not at all. */
export default class ApplyPlanJob extends RunJob {
  static kind = 'duplicates.apply_plan'

  plan(run: JobRun) {
    return planSteps(run.payload.planId)
  }

  async perform(item: JobRunItem, run: JobRun) {
    const by = await personOf(run)
    const { number } = item.payload as { number: number }
    return applyGroup({ planId: run.payload.planId, number, by }, (trx, result) =>
      run.record(trx, item, result)
    )
  }
}
