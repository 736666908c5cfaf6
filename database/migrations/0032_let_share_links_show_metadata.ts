import { BaseSchema } from '@adonisjs/lucid/schema'

/** Whether a link also tells how the pictures were made. */
export default class extends BaseSchema {
  async up() {
    this.schema.alterTable('share_links', (table) => {
      table.boolean('shows_metadata').notNullable().defaultTo(false)
      table.index(['asset_id'])
      table.index(['collection_id'])
    })
  }
}
