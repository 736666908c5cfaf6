import env from '#start/env'
import { BaseCommand } from '@adonisjs/core/ace'
import type { CommandOptions } from '@adonisjs/core/types/ace'
import { migrateAndTell } from '#core/migrations'
import { refuseUnlessPortFree } from '#core/port'

export default class CoreMigrate extends BaseCommand {
  static commandName = 'core:migrate'
  static description = 'Bring the database up to date, after a verified copy of it'
  static options: CommandOptions = { startApp: true }

  async run() {
    await refuseUnlessPortFree(env.get('HOST')!, env.get('PORT')!)
    await migrateAndTell((line) => this.logger.info(line))
  }
}
