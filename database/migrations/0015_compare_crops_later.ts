import { BaseSchema } from '@adonisjs/lucid/schema'

/**
 * Crops are too many to be kept in memory: they are read once for many new
 * pictures, so each picture notes whether its turn has been.
 */
export default class extends BaseSchema {
  async up() {
    this.schema.alterTable('fingerprints', (table) => {
      table.boolean('crops_compared').notNullable().defaultTo(false)
    })
    this.schema.raw(
      'CREATE INDEX fingerprints_crops_to_compare ON fingerprints (compared_order) WHERE NOT crops_compared'
    )
  }
}
