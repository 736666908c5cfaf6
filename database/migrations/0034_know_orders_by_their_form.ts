import { BaseSchema } from '@adonisjs/lucid/schema'

export default class extends BaseSchema {
  async up() {
    this.schema.alterTable('orders', (table) => {
      /** Of the form it is written in: one that is sent twice orders once, and where no seed is written it is drawn from. */
      table.string('form_key', 36).nullable()
      table.unique(['user_id', 'form_key'])
    })
  }
}
