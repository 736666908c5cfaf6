import { args, BaseCommand } from '@adonisjs/core/ace'
import type { CommandOptions } from '@adonisjs/core/types/ace'
import env from '#start/env'
import { findBackup } from '#backup/backups'
import { restoreBackup } from '#backup/restoring'
import { refuseUnlessPortFree } from '#core/port'

export default class BackupRestore extends BaseCommand {
  static commandName = 'backup:restore'
  static description =
    'Put a backup in the place of the database, which is kept; Atelier has to be stopped'
  static options: CommandOptions = { startApp: true }

  @args.string({ description: 'Its name, as backup:list prints it' })
  declare name: string

  async run() {
    await refuseUnlessPortFree(env.get('HOST')!, env.get('PORT')!)
    const backup = await findBackup(this.name)
    if (!backup) {
      this.logger.error(`There is no backup ${this.name}: backup:list prints them.`)
      this.exitCode = 1
      return
    }
    const before = await restoreBackup(backup)
    this.logger.success(`${backup.name} is the database now.`)
    if (before) this.logger.info(`What was there before is kept as ${before}.`)
  }
}
