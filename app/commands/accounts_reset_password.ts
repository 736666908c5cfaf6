import { args, BaseCommand } from '@adonisjs/core/ace'
import type { CommandOptions } from '@adonisjs/core/types/ace'
import { changePassword, newPassword } from '#accounts/accounts'
import User from '#accounts/models/user'

export default class AccountsResetPassword extends BaseCommand {
  static commandName = 'accounts:reset-password'
  static description = 'Give a person a new password, printed once, and log them out everywhere'
  static options: CommandOptions = { startApp: true }

  @args.string({ description: 'What they log in with' })
  declare email: string

  async run() {
    const user = await User.findBy('email', this.email.trim().toLowerCase())
    if (!user) {
      this.logger.error(`Nobody here has the e-mail ${this.email}.`)
      this.exitCode = 1
      return
    }
    const password = newPassword()
    await changePassword(user, password)
    this.logger.success(`${user.email} has a new password and is logged out everywhere.`)
    this.logger.log(`Password: ${password}`)
  }
}
