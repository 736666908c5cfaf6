import { BaseSchema } from '@adonisjs/lucid/schema'

/** Whether anything was ever shared with a person: only they are asked about shares at each search. */
export default class extends BaseSchema {
  async up() {
    this.schema.alterTable('users', (table) => {
      table.boolean('has_shares').notNullable().defaultTo(false)
    })
  }
}
