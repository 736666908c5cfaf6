import { BaseCommand, flags } from '@adonisjs/core/ace'
import type { CommandOptions } from '@adonisjs/core/types/ace'
import { checkCredential, usableCredentials } from '#studio/credentials'
import { accountsOf } from '#studio/credentials/accounts'

export default class StudioProviders extends BaseCommand {
  static commandName = 'studio:providers'
  static description = 'List the accounts at providers, and check whether they can be used'
  static options: CommandOptions = { startApp: true }
  static help = [
    'Checking costs nothing. Ends with 1 where an account cannot be used.',
    '{{ binaryName }} studio:providers --check --json',
  ]

  @flags.boolean({ description: 'Ask each provider' })
  declare check: boolean

  @flags.boolean({ description: 'Print one JSON object' })
  declare json: boolean

  async run() {
    const credentials = await usableCredentials()
    if (this.check) {
      const signal = AbortSignal.timeout(60_000)
      await Promise.all(credentials.map((credential) => checkCredential(credential, signal)))
    }
    const accounts = await accountsOf(credentials, Date.now())
    if (this.json) {
      const list = accounts.map(({ credential, status }) => ({
        id: credential.id,
        provider: credential.provider,
        label: credential.label,
        baseUrl: credential.baseUrl,
        state: status.name,
        says: status.text,
      }))
      process.stdout.write(`${JSON.stringify({ accounts: list })}\n`)
    } else {
      for (const { credential, status } of accounts) {
        this.logger.log(`${credential.provider}  ${credential.label}: ${status.text}`)
      }
    }
    if (this.check && accounts.some(({ status }) => status.tone === 'bad')) this.exitCode = 1
  }
}
