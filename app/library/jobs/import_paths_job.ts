import { importPath, type PathItem, pathItems, type PathsPayload } from '#library/importing/paths'
import type JobRun from '#queue/models/job_run'
import type JobRunItem from '#queue/models/job_run_item'
import { type ItemResult, RunJob } from '#queue/run_job'

export default class ImportPathsJob extends RunJob {
  static kind = 'library.import_paths'
  concurrency = 8

  plan(run: JobRun) {
    return pathItems(run.payload as PathsPayload)
  }

  async perform(item: JobRunItem, run: JobRun): Promise<ItemResult> {
    return importPath(item.payload as PathItem, run.payload as PathsPayload, (trx, result) =>
      run.record(trx, item, result)
    )
  }
}
