import { BaseCommand } from '@adonisjs/core/ace'
import type { CommandOptions } from '@adonisjs/core/types/ace'
import { createBackup } from '#backup/creating'
import { backupsPath } from '#core/paths'

export default class BackupCreate extends BaseCommand {
  static commandName = 'backup:create'
  static description = 'Copy the database, also while Atelier runs, and list the originals'
  static options: CommandOptions = { startApp: true }

  async run() {
    const { backup, originals } = await createBackup()
    this.logger.success(`${backupsPath(backup.name)}, with a list of ${originals} originals`)
  }
}
