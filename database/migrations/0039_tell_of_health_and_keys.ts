import { BaseSchema } from '@adonisjs/lucid/schema'

export default class extends BaseSchema {
  async up() {
    /** Processes that perform job runs, and when each last showed that it is alive. */
    this.schema.createTable('workers', (table) => {
      table.string('name', 120).primary()
      table.timestamp('started_at').notNullable()
      table.timestamp('beat_at').notNullable()
    })

    this.schema.alterTable('users', (table) => {
      /** JSON: the keys this person pressed into service instead of the usual ones, by the name of what they do. */
      table.text('own_keys').nullable()
    })

    /** A refusal is written down once an hour for each person and route. */
    this.schema.raw(
      `CREATE INDEX audit_events_denied ON audit_events (user_id, subject, created_at)
         WHERE event = 'access.denied'`
    )
  }
}
