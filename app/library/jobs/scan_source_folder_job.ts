import SourceFolder from '#library/models/source_folder'
import {
  FolderOffline,
  findWork,
  finishScan,
  scanFile,
  type ScanItem,
} from '#library/source_folders/scanning'
import { RunFailed } from '#queue/errors'
import type JobRun from '#queue/models/job_run'
import type JobRunItem from '#queue/models/job_run_item'
import { type ItemResult, RunJob } from '#queue/run_job'

export default class ScanSourceFolderJob extends RunJob {
  static kind = 'library.scan_source_folder'

  /** The decoder takes six at once; two more are read or written meanwhile. */
  concurrency = 8

  async *plan(run: JobRun) {
    const folder = await folderOf(run)
    yield* endingRun(findWork(folder, run.payload.lossAccepted))
  }

  async perform(item: JobRunItem, run: JobRun): Promise<ItemResult> {
    const work = item.payload as ScanItem
    if ('problem' in work) return { state: 'failed', message: work.problem }
    const folder = await folderOf(run)
    return scanFile(folder, work, (trx, result) => run.record(trx, item, result))
  }

  async finish(run: JobRun) {
    const folder = await folderOf(run)
    await finishScan(folder, run.payload.lossAccepted, (trx) => run.guard(trx)).catch(inRunsWords)
  }
}

async function folderOf(run: JobRun) {
  const folder = await SourceFolder.find(run.payload.sourceFolderId)
  if (!folder || folder.removedAt) throw new RunFailed('The folder is no longer in the library.')
  return folder
}

async function* endingRun<T>(work: AsyncIterable<T>) {
  try {
    yield* work
  } catch (error) {
    inRunsWords(error)
  }
}

function inRunsWords(error: unknown): never {
  throw error instanceof FolderOffline ? new RunFailed(error.message) : error
}
