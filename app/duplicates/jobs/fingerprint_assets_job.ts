import { assetsLackingFingerprints } from '#duplicates/coverage'
import { fingerprintAsset } from '#duplicates/fingerprinting'
import { findDuplicatesLater } from '#duplicates/finding'
import { duplicateSettings } from '#duplicates/settings'
import type JobRun from '#queue/models/job_run'
import type JobRunItem from '#queue/models/job_run_item'
import { type ItemResult, type PlannedItem, RunJob } from '#queue/run_job'

/** Hashes the pictures that came before there were hashes, or by another way of hashing. */
export default class FingerprintAssetsJob extends RunJob {
  static kind = 'duplicates.fingerprint_assets'

  async prepare() {
    const { workers } = await duplicateSettings()
    this.concurrency = workers
  }

  async *plan(): AsyncIterable<PlannedItem> {
    for await (const { id, file_name: label, audience } of assetsLackingFingerprints()) {
      yield { label, payload: { assetId: id, audience } }
    }
  }

  async perform(item: JobRunItem, run: JobRun): Promise<ItemResult> {
    return fingerprintAsset(item.payload.assetId, (trx) => run.guard(trx))
  }

  async finish() {
    await findDuplicatesLater()
  }
}
