import { errors } from '@adonisjs/lucid'
import type { HttpContext } from '@adonisjs/core/http'
import { findBackup, verifyBackupLater } from '#backup/backups'
import BackupPolicy from '#backup/policies/backup_policy'

export default class VerificationsController {
  async store({ params, response, auth, bouncer }: HttpContext) {
    await bouncer.with(BackupPolicy).authorize('manage')
    const backup = await findBackup(params.name)
    if (!backup) throw new errors.E_ROW_NOT_FOUND()
    const run = await verifyBackupLater(backup, auth.user!)
    return response.redirect().toRoute('queue.runs.show', { id: run.id })
  }
}
