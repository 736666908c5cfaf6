import { args, BaseCommand, flags } from '@adonisjs/core/ace'
import type { CommandOptions } from '@adonisjs/core/types/ace'
import { findBackup } from '#backup/backups'
import { tellVerification, verifyBackup } from '#backup/verifying'

export default class BackupVerify extends BaseCommand {
  static commandName = 'backup:verify'
  static description = 'Check a backup, and whether the originals it lists are there'
  static options: CommandOptions = { startApp: true }

  @args.string({ description: 'Its name, as backup:list prints it' })
  declare name: string

  @flags.boolean({ description: 'Read every original and compare its content, not only its size' })
  declare read: boolean

  async run() {
    const backup = await findBackup(this.name)
    if (!backup) return this.#fail(`There is no backup ${this.name}: backup:list prints them.`)
    try {
      const found = await verifyBackup(backup, { read: !!this.read })
      for (const path of found.missing) this.logger.log(`missing  ${path}`)
      for (const path of found.changed) this.logger.log(`changed  ${path}`)
      this.logger.info(tellVerification(backup, found))
      if (found.missingCount || found.changedCount) this.exitCode = 1
    } catch (error) {
      this.#fail(`${backup.name}: ${(error as Error).message}`)
    }
  }

  #fail(message: string) {
    this.logger.error(message)
    this.exitCode = 1
  }
}
