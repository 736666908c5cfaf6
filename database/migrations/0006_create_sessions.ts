import { BaseSchema } from '@adonisjs/lucid/schema'

export default class extends BaseSchema {
  async up() {
    this.schema.createTable('sessions', (table) => {
      table.string('id', 40).primary()
      table.text('data').notNullable()
      table.string('user_id', 20).nullable().index()
      table.timestamp('expires_at').notNullable().index()
    })
  }
}
