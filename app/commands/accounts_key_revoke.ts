import { args, BaseCommand } from '@adonisjs/core/ace'
import type { CommandOptions } from '@adonisjs/core/types/ace'
import { revokeKey } from '#accounts/api_keys'

export default class AccountsKeyRevoke extends BaseCommand {
  static commandName = 'accounts:key:revoke'
  static description = 'End an API key at once'
  static options: CommandOptions = { startApp: true }

  @args.string({ description: 'Its number, as accounts:key:create printed it' })
  declare key: string

  async run() {
    if (await revokeKey(Number(this.key), { by: null })) {
      return void this.logger.success(`Key ${this.key} opens nothing any more.`)
    }
    this.logger.error(`There is no key ${this.key}.`)
    this.exitCode = 1
  }
}
