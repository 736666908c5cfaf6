import { findDuplicates } from '#duplicates/finding'
import type JobRun from '#queue/models/job_run'
import type JobRunItem from '#queue/models/job_run_item'
import { type ItemResult, RunJob } from '#queue/run_job'

/** Broken off, it goes on with what is not compared yet. */
export default class FindPairsJob extends RunJob {
  static kind = 'duplicates.find_pairs'

  async perform(_item: JobRunItem, run: JobRun): Promise<ItemResult> {
    await findDuplicates({ guard: (trx) => run.guard(trx), signal: run.signal })
    run.signal.throwIfAborted()
    return { state: 'done' }
  }
}
