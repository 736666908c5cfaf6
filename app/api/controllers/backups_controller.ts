import type { HttpContext } from '@adonisjs/core/http'
import { backupJson } from '#api/backup_json'
import { jobJson } from '#api/job_json'
import { createBackupLater, listBackups } from '#backup/backups'
import BackupPolicy from '#backup/policies/backup_policy'

export default class BackupsController {
  async index({ bouncer }: HttpContext) {
    await bouncer.with(BackupPolicy).authorize('manage')
    const backups = await listBackups()
    return { items: backups.map(backupJson) }
  }

  async store({ response, auth, bouncer }: HttpContext) {
    await bouncer.with(BackupPolicy).authorize('manage')
    const run = await createBackupLater(auth.getUserOrFail())
    response.status(202)
    return jobJson(run)
  }
}
