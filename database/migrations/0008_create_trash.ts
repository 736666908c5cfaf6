import { BaseSchema } from '@adonisjs/lucid/schema'

/**
 * The trash: why, by whom and where to an asset was put away, what its file
 * still has to do, and the days the library was awake, which retention counts.
 */
export default class extends BaseSchema {
  async up() {
    for (const statement of [...assetColumns, ...lookups]) this.schema.raw(statement)
    this.schema.alterTable('source_folders', (table) => {
      table.boolean('writable').notNullable().defaultTo(false)
    })

    this.schema.createTable('trash_moves', (table) => {
      table.integer('asset_id').primary().references('assets.id').onDelete('CASCADE')
      table.integer('user_id').nullable().references('users.id').onDelete('SET NULL')
      table.text('failure').nullable()
      table.timestamp('created_at').notNullable()
    })

    this.schema.createTable('trash_leftovers', (table) => {
      table.increments('id')
      table.integer('asset_id').notNullable()
      table.string('place', 8).notNullable().checkIn(['original', 'trash'])
      table.integer('source_folder_id').nullable()
      table.text('path').notNullable()
      table.string('sha256', 64).notNullable()
      table.text('seen').nullable()
      table.timestamp('created_at').notNullable()
      table.index(['asset_id'])
    })

    this.schema.createTable('trash_days', (table) => {
      table.string('day', 10).primary()
    })
  }
}

/** Whether anything else needs a file is asked before each is removed. */
const lookups = [
  'CREATE INDEX source_files_content ON source_files (sha256)',
  'CREATE INDEX asset_versions_content ON asset_versions (sha256)',
  'CREATE INDEX asset_versions_place ON asset_versions (path)',
]

/** Knex would copy the whole table, triggers and all, to add a reference to it. */
const assetColumns = [
  'ALTER TABLE assets ADD COLUMN deleted_reason text',
  'ALTER TABLE assets ADD COLUMN deleted_by integer REFERENCES users (id) ON DELETE SET NULL',
  'ALTER TABLE assets ADD COLUMN trash_path text',
  'CREATE INDEX assets_trash ON assets (deleted_at DESC, id DESC, audience) WHERE deleted_at IS NOT NULL',
  'CREATE UNIQUE INDEX assets_trash_path ON assets (trash_path) WHERE trash_path IS NOT NULL',
]
