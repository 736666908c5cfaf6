import { BaseCommand, flags } from '@adonisjs/core/ace'
import type { CommandOptions } from '@adonisjs/core/types/ace'
import { createUser, newPassword } from '#accounts/accounts'
import User from '#accounts/models/user'
import { accountValidator } from '#accounts/validators'

export default class AccountsCreate extends BaseCommand {
  static commandName = 'accounts:create'
  static description = 'Make an account; without --password one is made up and printed once'
  static options: CommandOptions = { startApp: true }

  @flags.string({ description: 'What they log in with' })
  declare email: string

  @flags.string({ description: 'Their name' })
  declare name: string

  @flags.string({ description: 'admin, editor or viewer', default: 'viewer' })
  declare role: string

  @flags.string({ description: 'At least 8 characters' })
  declare password?: string

  async run() {
    const password = this.password ?? newPassword()
    const [problems, details] = await accountValidator.tryValidate({
      fullName: this.name,
      email: this.email,
      password,
      role: this.role,
    })
    if (problems) return this.refuse(...problems.messages.map(inWords))
    if (await User.findBy('email', details.email)) {
      return this.refuse(`${details.email} has an account already.`)
    }
    await createUser(details)
    this.logger.success(`${details.email} can log in as ${details.role}.`)
    if (!this.password) this.logger.log(`Password: ${password}`)
  }

  private refuse(...reasons: string[]) {
    for (const reason of reasons) this.logger.error(reason)
    this.exitCode = 1
  }
}

const flagOf: Record<string, string> = { fullName: '--name' }

function inWords({ field, message }: { field: string; message: string }) {
  return `${flagOf[field] ?? `--${field}`}: ${message}`
}
