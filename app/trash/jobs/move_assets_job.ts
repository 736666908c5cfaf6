import type JobRun from '#queue/models/job_run'
import type JobRunItem from '#queue/models/job_run_item'
import { RunJob } from '#queue/run_job'
import { moveFile, pendingMoves } from '#trash/moving'

/** Moves the files of what a person put into the trash, or took out of it. */
export default class MoveAssetsJob extends RunJob {
  static kind = 'trash.move_assets'

  async *plan(run: JobRun) {
    for await (const { id, fileName, audience } of pendingMoves({ userId: run.userId! }))
      yield { label: fileName, payload: { assetId: id, audience } }
  }

  async perform(item: JobRunItem) {
    const { assetId } = item.payload as { assetId: number }
    return { ...(await moveFile(assetId)), assetId }
  }
}
