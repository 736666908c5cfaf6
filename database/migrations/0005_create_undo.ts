import { BaseSchema } from '@adonisjs/lucid/schema'

/** What undo needs: which edits were taken back, and what a tag was before it was merged away. */
export default class extends BaseSchema {
  async up() {
    this.schema.alterTable('revisions', (table) => {
      table.timestamp('undone_at').nullable()
      table.integer('undone_by').nullable().references('users.id').onDelete('SET NULL')
    })

    this.schema.createTable('tag_merges', (table) => {
      table.string('change_id', 36).primary()
      table.integer('user_id').nullable().references('users.id').onDelete('SET NULL')
      table.integer('into_id').notNullable()
      table.text('merged').notNullable()
      table.timestamp('created_at').notNullable()
      table.timestamp('undone_at').nullable()
    })
  }
}
