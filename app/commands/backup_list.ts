import { BaseCommand, flags } from '@adonisjs/core/ace'
import type { CommandOptions } from '@adonisjs/core/types/ace'
import { listBackups } from '#backup/backups'
import { readableSize } from '#library/gallery/readable'

export default class BackupList extends BaseCommand {
  static commandName = 'backup:list'
  static description = 'List the copies of the database, newest first'
  static options: CommandOptions = { startApp: true }

  @flags.boolean({ description: 'One JSON array' })
  declare json: boolean

  async run() {
    const backups = await listBackups()
    if (this.json) return this.logger.log(JSON.stringify(backups))
    const table = this.ui.table().head(['Name', 'Made', 'Size', 'Originals listed'])
    for (const { name, createdAt, bytes, hasManifest } of backups) {
      const made = createdAt.toLocal().toFormat('yyyy-MM-dd HH:mm')
      table.row([name, made, readableSize(bytes), hasManifest ? 'yes' : 'no'])
    }
    table.render()
  }
}
