import { BaseSchema } from '@adonisjs/lucid/schema'

/**
 * What a scan saw in a source folder, so that the next one reads only what is
 * new or changed; and the removal of a folder, whose assets still name it.
 */
export default class extends BaseSchema {
  async up() {
    this.schema.createTable('source_files', (table) => {
      table
        .integer('source_folder_id')
        .notNullable()
        .references('source_folders.id')
        .onDelete('CASCADE')
      table.text('directory').notNullable()
      table.text('name').notNullable()
      table.bigInteger('size').notNullable()
      table.bigInteger('modified_at').notNullable()
      table.string('sha256', 64).nullable()
      table.integer('asset_id').nullable().references('assets.id').onDelete('SET NULL')
      table.primary(['source_folder_id', 'directory', 'name'])
      table.index(['asset_id'])
    })
    this.schema.alterTable('source_folders', (table) => {
      table.timestamp('removed_at').nullable()
    })
  }
}
