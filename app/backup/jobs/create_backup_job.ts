import { readableSize } from '#library/gallery/readable'
import { RunJob } from '#queue/run_job'
import { createBackup } from '#backup/creating'

/** Broken off, it is made anew. */
export default class CreateBackupJob extends RunJob {
  static kind = 'backup.create_backup'

  async perform() {
    const { backup, originals } = await createBackup()
    const size = readableSize(backup.bytes)
    const message = `${backup.name}, ${size}, ${originals.toLocaleString('en')} originals listed`
    return { state: 'done' as const, message }
  }
}
