import { BaseSchema } from '@adonisjs/lucid/schema'

/** Answers to creations that carried an Idempotency-Key: sent again, they are answered again and not done again. */
export default class extends BaseSchema {
  async up() {
    this.schema.createTable('api_requests', (table) => {
      table.increments('id')
      table.integer('user_id').notNullable().references('users.id').onDelete('CASCADE')
      table.string('idempotency_key', 255).notNullable()
      table.string('request_hash', 64).notNullable()
      /** Null while it is being done. */
      table.integer('status').nullable()
      table.text('body').nullable()
      table.timestamp('created_at').notNullable()
      table.unique(['user_id', 'idempotency_key'])
      table.index(['created_at'])
    })
  }
}
