import { args, BaseCommand, flags } from '@adonisjs/core/ace'
import type { CommandOptions } from '@adonisjs/core/types/ace'

export default class LibrarySearch extends BaseCommand {
  static commandName = 'library:search'
  static description = 'Search the library with the text of its search box'
  static options: CommandOptions = { startApp: true }

  @args.string({
    description: 'For example: model:flux rating:>=4 "red fox"',
    required: false,
    allowEmptyValue: true,
  })
  declare query: string

  @flags.string({ description: 'Search as this person (default: the first administrator)' })
  declare user?: string

  @flags.number({ description: 'Show at most so many (default: 20)' })
  declare limit?: number

  @flags.boolean({ description: 'Print one JSON object' })
  declare json: boolean

  async run() {
    process.stdout.on('error', endQuietly)
    const { TooBroad } = await import('#library/search/sql')
    try {
      await this.search()
    } catch (error) {
      if (!(error instanceof TooBroad)) throw error
      this.fail(error.message)
    }
  }

  private async search() {
    const { countAssets, searchAssets } = await import('#library/search/searching')
    const { default: User } = await import('#accounts/models/user')
    const viewer = this.user
      ? await User.findBy('email', this.user)
      : await User.query().where('role', 'admin').orderBy('id').first()
    if (!viewer)
      return this.fail(
        this.user ? `There is no user ${this.user}.` : 'There is no administrator yet.'
      )

    const asked = { q: this.query ?? '', viewer }
    const found = await searchAssets({ ...asked, limit: this.limit ?? 20 })
    if (found.error) return this.fail(`${found.error.message} (column ${found.error.column})`)
    const { count, capped } = await countAssets(asked)
    if (this.json) return this.print({ count, capped, ...found })
    this.show(found.rows, count, capped)
    for (const { message } of found.hints) this.logger.warning(message)
  }

  private show(
    rows: { id: number; capturedAt: string; model: string | null; fileName: string }[],
    count: number,
    capped: boolean
  ) {
    const table = this.ui.table().head(['id', 'captured', 'model', 'file'])
    for (const row of rows) {
      table.row([String(row.id), row.capturedAt, row.model ?? '', row.fileName])
    }
    if (rows.length) table.render()
    this.logger.info(`${rows.length} of ${count}${capped ? '+' : ''}`)
  }

  private print(answer: object) {
    process.stdout.write(`${JSON.stringify(answer, null, 2)}\n`)
  }

  private fail(message: string) {
    this.logger.error(message)
    this.exitCode = 1
  }
}

/** Whoever reads has seen enough, as with `| head`. */
function endQuietly(error: NodeJS.ErrnoException) {
  if (error.code !== 'EPIPE') throw error
  process.exit(0)
}
