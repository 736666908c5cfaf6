import { driftedItems, replace, type Replacement } from '#library/importing/replacements'
import { personOf } from '#queue/person'
import type JobRun from '#queue/models/job_run'
import type JobRunItem from '#queue/models/job_run_item'
import { RunJob } from '#queue/run_job'

/** Gives one asset another file, or takes over all that changed in a source folder. */
export default class ReplaceFilesJob extends RunJob {
  static kind = 'library.replace_files'
  concurrency = 8

  async *plan(run: JobRun) {
    yield* driftedItems(run.payload.sourceFolderId, await personOf(run))
  }

  async perform(item: JobRunItem, run: JobRun) {
    const work = item.payload as Replacement & { assetId: number }
    const by = await personOf(run)
    return replace(work, by, (trx, result) => run.record(trx, item, result))
  }
}
