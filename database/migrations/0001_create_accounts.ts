import { BaseSchema } from '@adonisjs/lucid/schema'

export default class extends BaseSchema {
  async up() {
    this.schema.createTable('users', (table) => {
      table.increments('id')
      table.string('email', 254).notNullable().unique()
      table.string('full_name', 120).notNullable()
      table.string('password').notNullable()
      table.string('role', 10).notNullable().checkIn(['admin', 'editor', 'viewer'])
      table.timestamp('disabled_at').nullable()
      table.timestamp('last_seen_at').nullable()
      table.timestamp('created_at').notNullable()
      table.timestamp('updated_at').nullable()
    })
  }
}
