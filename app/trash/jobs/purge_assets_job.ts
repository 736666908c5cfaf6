import type JobRun from '#queue/models/job_run'
import type JobRunItem from '#queue/models/job_run_item'
import { RunJob } from '#queue/run_job'
import { purgeAsset, type Trashed } from '#trash/purging'
import { purgeable } from '#trash/purging_later'
import { expiredBySettings } from '#trash/retention'

/** Purges what a person chose, or, as the system's own, what the settings say has to go. */
export default class PurgeAssetsJob extends RunJob {
  static kind = 'trash.purge_assets'

  async *plan(run: JobRun) {
    const chosen = run.userId ? purgeable(run) : expiredBySettings()
    for await (const { id, deletedAt, name, audience } of chosen) {
      yield { label: name, payload: { id, deletedAt, audience } }
    }
  }

  perform(item: JobRunItem) {
    return purgeAsset(item.payload as Trashed)
  }
}
