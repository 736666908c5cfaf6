import { args, BaseCommand, flags } from '@adonisjs/core/ace'
import type { CommandOptions } from '@adonisjs/core/types/ace'
import { createKey } from '#accounts/api_keys'
import User from '#accounts/models/user'
import { keyValidator } from '#accounts/validators'

export default class AccountsKeyCreate extends BaseCommand {
  static commandName = 'accounts:key:create'
  static description = 'Make an API key for a person; it is printed once'
  static options: CommandOptions = { startApp: true }

  @args.string({ description: 'What they log in with' })
  declare email: string

  @flags.string({ description: 'What it is for' })
  declare name: string

  @flags.array({ description: 'read, write, files, generate, purge or admin; may be repeated' })
  declare scope: string[]

  @flags.number({ description: 'Days until it ends, 365 at most', default: 90 })
  declare days: number

  async run() {
    const user = await User.findBy('email', this.email.trim().toLowerCase())
    if (!user) return this.refuse(`Nobody here has the e-mail ${this.email}.`)
    if (user.isDisabled) return this.refuse(`${user.email} is disabled.`)
    const [problems, details] = await keyValidator.tryValidate({
      name: this.name,
      scopes: this.scope ?? ['read'],
      days: this.days,
    })
    if (problems) {
      return this.refuse(
        ...problems.messages.map(({ field, message }: any) => `--${field}: ${message}`)
      )
    }
    const { id, value } = await createKey(user, details, { by: null })
    this.logger.success(`Key ${id} of ${user.email} may ${details.scopes.join(', ')}.`)
    this.logger.log(`Key: ${value}`)
  }

  private refuse(...reasons: string[]) {
    for (const reason of reasons) this.logger.error(reason)
    this.exitCode = 1
  }
}
