import { args, BaseCommand, flags } from '@adonisjs/core/ace'
import type { CommandOptions } from '@adonisjs/core/types/ace'
import User from '#accounts/models/user'
import { moveFile } from '#trash/moving'
import { restoreAssets } from '#trash/restoring'

export default class TrashRestore extends BaseCommand {
  static commandName = 'trash:restore'
  static description = 'Take items out of the trash, their files back to where they were'
  static options: CommandOptions = { startApp: true }
  static help = ['{{ binaryName }} trash:restore 12 13 --user ada@example.com']

  @args.spread({ description: 'Numbers of items, as in their address' })
  declare ids: string[]

  @flags.string({ description: 'Email of the person who restores; else the first administrator' })
  declare user: string

  async run() {
    const by = await this.#person()
    if (!by) return this.#refuse('There is no such account.')
    const ids = this.ids.map(Number)
    if (ids.length > 500 || !ids.every((id) => Number.isInteger(id) && id > 0)) {
      return this.#refuse('Give up to 500 numbers of items.')
    }
    const { text } = await restoreAssets({ assetIds: ids, by })
    for (const id of ids) await this.#bringBack(id)
    this.logger.info(text)
  }

  async #bringBack(id: number) {
    try {
      const { message } = await moveFile(id)
      if (message) this.logger.log(`${id}  ${message}`)
    } catch (error) {
      this.#refuse(`${id}  ${(error as Error).message}`)
    }
  }

  #person() {
    if (this.user) return User.findBy('email', this.user.trim().toLowerCase())
    return User.query().where('role', 'admin').orderBy('id').first()
  }

  #refuse(message: string) {
    this.logger.error(message)
    this.exitCode = 1
  }
}
