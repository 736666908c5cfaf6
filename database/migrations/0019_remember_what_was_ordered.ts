import { BaseSchema } from '@adonisjs/lucid/schema'

/** A model may be changed or go after it was ordered; the order is worked off with what it was. */
export default class extends BaseSchema {
  async up() {
    this.schema.alterTable('orders', (table) => {
      /** ModelReference, its graph included. */
      table.text('model_reference').nullable()
    })
  }
}
