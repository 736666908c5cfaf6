import { BaseCommand } from '@adonisjs/core/ace'
import type { CommandOptions } from '@adonisjs/core/types/ace'
import { rotateCredentials } from '#studio/credentials'

export default class CredentialsRotate extends BaseCommand {
  static commandName = 'credentials:rotate'
  static description = 'Encrypt the keys of providers anew, with the first of CREDENTIALS_KEY'
  static options: CommandOptions = { startApp: true }
  static help = [
    'Put the key of before into CREDENTIALS_KEY_PREVIOUS and a new one into CREDENTIALS_KEY,',
    'run {{ binaryName }} credentials:rotate, then take the one of before away.',
  ]

  async run() {
    const { rotated, unreadable } = await rotateCredentials()
    this.logger.info(`Encrypted anew: ${rotated}`)
    if (!unreadable) return
    this.logger.error(
      `Not readable with any key: ${unreadable}. Enter these again under Providers.`
    )
    this.exitCode = 1
  }
}
