import { BaseSchema } from '@adonisjs/lucid/schema'
import { QueueSchemaService } from '@adonisjs/queue'

export default class extends BaseSchema {
  async up() {
    const queue = new QueueSchemaService(this.db.getWriteClient())
    await queue.createJobsTable()
    await queue.createSchedulesTable()

    this.schema.createTable('job_runs', (table) => {
      table.increments('id')
      table.string('kind', 60).notNullable()
      table.string('title', 200).notNullable()
      table.integer('user_id').nullable().references('users.id').onDelete('SET NULL')
      table.text('payload').notNullable().defaultTo('{}')
      table
        .string('state', 10)
        .notNullable()
        .defaultTo('queued')
        .checkIn(['queued', 'running', 'succeeded', 'failed', 'cancelled'])
      table.integer('total').nullable()
      table.integer('done').notNullable().defaultTo(0)
      table.integer('failed').notNullable().defaultTo(0)
      table.integer('skipped').notNullable().defaultTo(0)
      table.text('error').nullable()
      table.integer('attempt').notNullable().defaultTo(0)
      table.bigInteger('heartbeat_at').nullable()
      table.timestamp('planned_at').nullable()
      table.double('rate').nullable()
      table.integer('crashes').notNullable().defaultTo(0)
      table.integer('suspect_item_id').nullable()
      table.timestamp('cancel_requested_at').nullable()
      table.timestamp('started_at').nullable()
      table.timestamp('finished_at').nullable()
      table.timestamp('created_at').notNullable()
      table.timestamp('updated_at').nullable()
      table.index(['state', 'id'])
      table.index(['user_id', 'id'])
    })

    this.schema.createTable('job_run_items', (table) => {
      table.increments('id')
      table.integer('job_run_id').notNullable().references('job_runs.id').onDelete('CASCADE')
      table.text('label').notNullable()
      table.text('payload').notNullable().defaultTo('{}')
      table
        .string('state', 10)
        .notNullable()
        .defaultTo('queued')
        .checkIn(['queued', 'done', 'failed', 'skipped'])
      table.text('message').nullable()
      table.integer('asset_id').nullable()
      table.index(['job_run_id', 'state', 'id'])
    })
  }
}
