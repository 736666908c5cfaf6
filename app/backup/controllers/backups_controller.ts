import type { HttpContext } from '@adonisjs/core/http'
import config from '#config/backups'
import { createBackupLater, listBackups } from '#backup/backups'
import BackupPolicy from '#backup/policies/backup_policy'

export default class BackupsController {
  async index({ view, bouncer }: HttpContext) {
    await bouncer.with(BackupPolicy).authorize('manage')
    return view.render('backup/backups/index', { backups: await listBackups(), kept: config.kept })
  }

  async store({ response, auth, bouncer }: HttpContext) {
    await bouncer.with(BackupPolicy).authorize('manage')
    const run = await createBackupLater(auth.user!)
    return response.redirect().toRoute('queue.runs.show', { id: run.id })
  }
}
