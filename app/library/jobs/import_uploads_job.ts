import {
  clearUpload,
  importUpload,
  uploadItems,
  type UploadPayload,
} from '#library/importing/uploading'
import type JobRun from '#queue/models/job_run'
import type JobRunItem from '#queue/models/job_run_item'
import { type ItemResult, RunJob } from '#queue/run_job'

export default class ImportUploadsJob extends RunJob {
  static kind = 'library.import_uploads'
  concurrency = 8

  plan(run: JobRun) {
    return uploadItems(run.payload as UploadPayload, run.id)
  }

  async perform(item: JobRunItem, run: JobRun): Promise<ItemResult> {
    return importUpload(item.payload as any, run.payload as UploadPayload, (trx, result) =>
      run.record(trx, item, result)
    )
  }

  finish(run: JobRun) {
    return clearUpload(run.payload as UploadPayload, run.id)
  }
}
