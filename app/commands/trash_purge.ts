import { BaseCommand, flags } from '@adonisjs/core/ace'
import type { CommandOptions } from '@adonisjs/core/types/ace'
import { readableSize } from '#library/gallery/readable'
import { purgeAsset } from '#trash/purging'
import { type Expired, expiredAssets, noteDay } from '#trash/retention'

export default class TrashPurge extends BaseCommand {
  static commandName = 'trash:purge'
  static description = 'Remove for good what has been in the trash for long'
  static options: CommandOptions = { startApp: true }
  static help = [
    'Days count by the clock, and only those on which Atelier ran; 0d is everything.',
    '{{ binaryName }} trash:purge --older-than 30d --dry-run',
  ]

  @flags.string({ description: 'In days, such as 30d', default: '30d' })
  declare olderThan: string

  @flags.boolean({ description: 'Print what would go, and change nothing' })
  declare dryRun: boolean

  @flags.boolean({ description: 'Print one JSON object' })
  declare json: boolean

  async run() {
    const [, days] = this.olderThan.match(/^(\d{1,5})d?$/) ?? []
    if (!days) {
      this.logger.error(`“${this.olderThan}” is no number of days: give 30d.`)
      this.exitCode = 1
      return
    }
    if (!this.dryRun) await noteDay()
    const items = await Array.fromAsync(expiredAssets(Number(days)))
    const kept = this.dryRun ? [] : await this.#purge(items)
    const purged = items.filter(({ id }) => !kept.includes(id))
    const bytes = purged.reduce((sum, { size }) => sum + Number(size), 0)
    if (this.json) {
      const list = purged.map(({ id, name, size }) => ({ id, name, size: Number(size) }))
      process.stdout.write(`${JSON.stringify({ dryRun: !!this.dryRun, bytes, items: list })}\n`)
      return
    }
    for (const { id, name } of purged) this.logger.log(`${id}  ${name}`)
    const verb = this.dryRun ? 'Would be purged' : 'Purged'
    this.logger.info(`${verb}: ${purged.length} items, ${readableSize(bytes)}`)
  }

  /** Answers those that were restored meanwhile. */
  async #purge(items: Expired[]) {
    const kept: number[] = []
    for (const item of items) {
      const { state } = await purgeAsset(item)
      if (state === 'skipped') kept.push(item.id)
    }
    return kept
  }
}
