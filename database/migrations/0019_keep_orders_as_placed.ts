import { BaseSchema } from '@adonisjs/lucid/schema'

/** What the engine has to remember of an attempt across a restart; and an order stays as it was placed. */
export default class extends BaseSchema {
  async up() {
    this.schema.alterTable('order_attempts', (table) => {
      /** How often it was begun to be sent: refused ones and the one after a loss that is certain included. */
      table.integer('sends').notNullable().defaultTo(0)
      /** When it was sent again, because the first one had certainly not arrived: that happens once. */
      table.timestamp('resent_at').nullable()
      /** What the provider said when it was asked to cancel. */
      table.string('cancel_answer', 12).nullable()
      table.index(['credential_id', 'stage', 'due_at'])
    })
    this.schema.alterTable('order_outputs', (table) => {
      table.integer('tries').notNullable().defaultTo(0)
      /** When the provider was asked for a new address of it: that happens once. */
      table.timestamp('refreshed_at').nullable()
    })
    if (this.db.dialect.name === 'postgres') return
    this.schema.raw(`CREATE TRIGGER orders_stay_as_placed
      BEFORE UPDATE OF project_id, user_id, provider, model_ref, prompt, negative_prompt, parameters,
        mode, seed, seed_policy, count, variables ON orders
      WHEN OLD.state <> 'draft'
      BEGIN SELECT RAISE(ABORT, 'An order cannot be changed once it is placed'); END`)
    this.schema.raw(`CREATE TRIGGER order_items_stay_as_placed
      BEFORE UPDATE OF order_id, position, prompt, negative_prompt, choices, parameters, seed ON order_items
      BEGIN SELECT RAISE(ABORT, 'An order cannot be changed once it is placed'); END`)
  }
}
