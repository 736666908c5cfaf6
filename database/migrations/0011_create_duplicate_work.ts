import { BaseSchema } from '@adonisjs/lucid/schema'

/**
 * What people do about duplicates: how they like them decided, plans to be
 * applied later, what was merged so that it can be undone, files on their way,
 * and lines of the log that are not yet in their file.
 */
export default class extends BaseSchema {
  async up() {
    this.schema.createTable('duplicate_settings', (table) => {
      table.integer('id').primary()
      table.string('preset', 10).notNullable().defaultTo('normal')
      table.integer('workers').notNullable().defaultTo(2)
      table.integer('move_folder_id').nullable().references('source_folders.id')
      table.text('protected_folders').notNullable().defaultTo('[]')
      table.timestamp('updated_at').nullable()
    })

    this.schema.createTable('duplicate_preferences', (table) => {
      table.integer('user_id').primary().references('users.id').onDelete('CASCADE')
      table.text('keeper_rules').nullable()
      table.boolean('trash_rest').notNullable().defaultTo(true)
      table.boolean('confirms').notNullable().defaultTo(true)
    })

    this.schema.createTable('duplicate_postponements', (table) => {
      table.integer('user_id').notNullable().references('users.id').onDelete('CASCADE')
      table.string('sha256', 64).notNullable()
      table.timestamp('created_at').notNullable()
      table.primary(['user_id', 'sha256'])
    })

    this.schema.createTable('duplicate_plans', (table) => {
      table.increments('id')
      table.integer('user_id').notNullable().references('users.id').onDelete('CASCADE')
      table.text('terms').notNullable()
      table
        .string('state', 8)
        .notNullable()
        .defaultTo('making')
        .checkIn(['making', 'ready', 'applying', 'undoing'])
      table.integer('groups').notNullable().defaultTo(0)
      table.integer('items').notNullable().defaultTo(0)
      table.bigInteger('bytes').notNullable().defaultTo(0)
      table.integer('job_run_id').nullable().references('job_runs.id').onDelete('SET NULL')
      table.timestamp('created_at').notNullable()
      table.timestamp('applied_at').nullable()
      table.index(['user_id', 'id'])
    })

    this.schema.createTable('duplicate_plan_groups', (table) => {
      table.integer('plan_id').notNullable().references('duplicate_plans.id').onDelete('CASCADE')
      table.integer('number').notNullable()
      table.text('body').notNullable()
      /** Set by the merge that applied it. */
      table.string('change_id', 36).nullable()
      table.primary(['plan_id', 'number'])
    })

    this.schema.createTable('duplicate_merges', (table) => {
      table.string('change_id', 36).notNullable()
      table.integer('keeper_id').notNullable().references('assets.id').onDelete('CASCADE')
      table.integer('user_id').nullable().references('users.id').onDelete('SET NULL')
      table.text('body').notNullable()
      table.timestamp('created_at').notNullable()
      table.timestamp('undone_at').nullable()
      table.primary(['change_id', 'keeper_id'])
    })

    this.schema.createTable('duplicate_file_operations', (table) => {
      table.string('id', 36).primary()
      table.string('change_id', 36).notNullable()
      table.string('verb', 10).notNullable().checkIn(['link', 'unlink', 'move', 'clear'])
      table.integer('asset_id').notNullable()
      table.integer('user_id').nullable()
      table.text('from_path').notNullable()
      table.text('to_path').notNullable()
      table.text('place').nullable()
      table.string('sha256', 64).notNullable()
      table.bigInteger('size').notNullable()
      table.timestamp('created_at').notNullable()
      table.timestamp('done_at').nullable()
      table.index(['change_id'])
    })

    this.schema.createTable('duplicate_log_lines', (table) => {
      table.increments('id')
      table.string('day', 8).notNullable()
      table.text('line').notNullable()
    })
  }
}
