import { args, BaseCommand, flags } from '@adonisjs/core/ace'
import type { CommandOptions } from '@adonisjs/core/types/ace'
import { disableUser, enableUser } from '#accounts/people'
import User from '#accounts/models/user'

export default class AccountsDisable extends BaseCommand {
  static commandName = 'accounts:disable'
  static description = 'Shut a person out at once: sessions and API keys end, what is theirs stays'
  static options: CommandOptions = { startApp: true }

  @args.string({ description: 'What they log in with' })
  declare email: string

  @flags.boolean({ description: 'Let them in again' })
  declare undo: boolean

  async run() {
    const user = await User.findBy('email', this.email.trim().toLowerCase())
    if (!user) {
      this.logger.error(`Nobody here has the e-mail ${this.email}.`)
      this.exitCode = 1
      return
    }
    try {
      await (this.undo ? enableUser(user, { by: null }) : disableUser(user, { by: null }))
      this.logger.success(`${user.email} ${this.undo ? 'may log in again' : 'is shut out'}.`)
    } catch (error) {
      this.logger.error((error as Error).message)
      this.exitCode = 1
    }
  }
}
