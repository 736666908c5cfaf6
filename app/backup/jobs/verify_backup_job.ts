import type JobRun from '#queue/models/job_run'
import type JobRunItem from '#queue/models/job_run_item'
import { type ItemResult, RunJob } from '#queue/run_job'
import { findBackup } from '#backup/backups'
import { tellVerification, verifyBackup } from '#backup/verifying'

export default class VerifyBackupJob extends RunJob {
  static kind = 'backup.verify_backup'

  async perform(item: JobRunItem, run: JobRun): Promise<ItemResult> {
    const backup = await findBackup((item.payload as { name: string }).name)
    if (!backup) return { state: 'skipped', message: 'This backup was deleted meanwhile.' }
    const found = await verifyBackup(backup, { signal: run.signal })
    return { state: 'done', message: tellVerification(backup, found) }
  }
}
