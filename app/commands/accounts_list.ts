import { BaseCommand, flags } from '@adonisjs/core/ace'
import type { CommandOptions } from '@adonisjs/core/types/ace'
import User from '#accounts/models/user'

export default class AccountsList extends BaseCommand {
  static commandName = 'accounts:list'
  static description = 'List everybody who has an account'
  static options: CommandOptions = { startApp: true }

  @flags.boolean({ description: 'One JSON array' })
  declare json: boolean

  async run() {
    const users = await User.query().orderBy('id')
    const rows = users.map((user) => ({
      email: user.email,
      name: user.fullName,
      role: user.role,
      disabled: user.isDisabled,
      last_seen_at: user.lastSeenAt?.toISO() ?? null,
    }))
    if (this.json) return this.logger.log(JSON.stringify(rows))
    const table = this.ui.table().head(['E-mail', 'Name', 'Role', 'Last seen'])
    for (const row of rows) {
      const role = row.disabled ? `${row.role}, disabled` : row.role
      table.row([row.email, row.name, role, row.last_seen_at?.slice(0, 16) ?? 'never'])
    }
    table.render()
  }
}
