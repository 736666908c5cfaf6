import { BaseSchema } from '@adonisjs/lucid/schema'

export default class extends BaseSchema {
  async up() {
    this.schema.createTable('source_folders', (table) => {
      table.increments('id')
      table.integer('owner_id').notNullable().references('users.id')
      table.string('name', 120).notNullable()
      table.text('path').notNullable().unique()
      table.string('mode', 8).notNullable().checkIn(['in_place', 'copy'])
      table.string('visibility', 8).notNullable().defaultTo('everyone')
      table.string('tag', 100).nullable()
      table.boolean('watched').notNullable().defaultTo(true)
      table.text('offline_reason').nullable()
      table.timestamp('scanned_at').nullable()
      table.timestamp('created_at').notNullable()
      table.timestamp('updated_at').nullable()
    })

    this.schema.createTable('assets', (table) => {
      table.increments('id')
      table.integer('owner_id').notNullable().references('users.id')
      table
        .string('visibility', 8)
        .notNullable()
        .defaultTo('everyone')
        .checkIn(['everyone', 'private'])
      table.specificType(
        'audience',
        "integer GENERATED ALWAYS AS (CASE visibility WHEN 'everyone' THEN 0 ELSE owner_id END) STORED"
      )
      table.bigInteger('position').notNullable().unique()

      table.string('kind', 5).notNullable().checkIn(['image', 'video', 'audio'])
      table.string('mime', 60).notNullable()
      table.string('extension', 10).notNullable()
      table.text('file_name').notNullable()
      table.integer('source_folder_id').nullable().references('source_folders.id')
      table.text('path').notNullable()
      table.bigInteger('size').notNullable()
      table.string('sha256', 64).notNullable()
      table.bigInteger('modified_at').nullable()

      table.integer('width').nullable()
      table.integer('height').nullable()
      table.integer('orientation').nullable()
      table.integer('frames').nullable()
      table.double('duration').nullable()
      table.text('placeholder').nullable()
      table.text('broken_reason').nullable()
      table.timestamp('missing_at').nullable()
      table.timestamp('drifted_at').nullable()
      table.timestamp('deleted_at').nullable()

      table.string('captured_at', 19).notNullable()
      table.string('captured_source', 10).notNullable()
      table.timestamp('created_at').notNullable()
      table.timestamp('updated_at').nullable()
      table.timestamp('edited_at').nullable()

      table.string('generator', 40).nullable()
      table.boolean('ai').notNullable().defaultTo(false)
      table.boolean('has_workflow').notNullable().defaultTo(false)
      table.boolean('has_location').notNullable().defaultTo(false)
      table.text('model').nullable()
      table.string('model_hash', 80).nullable()
      table.string('vae', 200).nullable()
      table.string('sampler', 80).nullable()
      table.string('scheduler', 80).nullable()
      table.string('seed', 40).nullable()
      table.integer('steps').nullable()
      table.double('cfg_scale').nullable()
      table.double('denoise').nullable()
      table.text('prompt').nullable()
      table.text('negative_prompt').nullable()
      table.text('notes').nullable()

      table.index(['sha256'])
      table.index(['source_folder_id', 'path'])
      table.index(['seed'])
    })

    this.schema.createTable('asset_metadata', (table) => {
      table.integer('asset_id').primary().references('assets.id').onDelete('CASCADE')
      table.text('parsed').notNullable().defaultTo('{}')
      table.text('own').notNullable().defaultTo('{}')
      table.integer('parser_version').notNullable()
    })

    this.schema.createTable('asset_chunks', (table) => {
      table.increments('id')
      table.integer('asset_id').notNullable().references('assets.id').onDelete('CASCADE')
      table.string('container', 20).notNullable()
      table.string('keyword', 200).notNullable()
      table.binary('body').notNullable()
      table.index(['asset_id'])
    })

    this.schema.createTable('asset_loras', (table) => {
      table.integer('asset_id').notNullable().references('assets.id').onDelete('CASCADE')
      table.string('name', 200).notNullable()
      table.double('weight').nullable()
      table.primary(['asset_id', 'name'])
      table.index(['name', 'asset_id'])
    })

    this.schema.createTable('asset_versions', (table) => {
      table.increments('id')
      table.integer('asset_id').notNullable().references('assets.id').onDelete('CASCADE')
      table.text('file_name').notNullable()
      table.integer('source_folder_id').nullable().references('source_folders.id')
      table.text('path').notNullable()
      table.string('mime', 60).notNullable()
      table.bigInteger('size').notNullable()
      table.string('sha256', 64).notNullable()
      table.integer('width').nullable()
      table.integer('height').nullable()
      table.integer('user_id').nullable().references('users.id').onDelete('SET NULL')
      table.timestamp('created_at').notNullable()
      table.index(['asset_id'])
    })

    this.schema.createTable('marks', (table) => {
      table.integer('user_id').notNullable().references('users.id').onDelete('CASCADE')
      table.integer('asset_id').notNullable().references('assets.id').onDelete('CASCADE')
      table.bigInteger('position').notNullable().defaultTo(0)
      table.integer('rating').nullable().checkBetween([1, 5])
      table.boolean('favorite').notNullable().defaultTo(false)
      table.primary(['user_id', 'asset_id'])
      table.index(['asset_id'])
    })

    this.schema.createTable('tags', (table) => {
      table.increments('id')
      table.string('name', 100).notNullable()
      table.string('slug', 100).notNullable().unique()
      table.integer('parent_id').nullable().references('tags.id').onDelete('SET NULL')
      table.timestamp('created_at').notNullable()
      table.timestamp('updated_at').nullable()
    })

    this.schema.createTable('tag_aliases', (table) => {
      table.string('slug', 100).primary()
      table.string('name', 100).notNullable()
      table.integer('tag_id').notNullable().references('tags.id').onDelete('CASCADE')
      table.index(['tag_id'])
    })

    this.schema.createTable('collections', (table) => {
      table.increments('id')
      table.integer('owner_id').notNullable().references('users.id')
      table
        .string('visibility', 8)
        .notNullable()
        .defaultTo('everyone')
        .checkIn(['everyone', 'private'])
      table.string('name', 120).notNullable()
      table.text('description').nullable()
      table.integer('cover_asset_id').nullable().references('assets.id').onDelete('SET NULL')
      table.timestamp('created_at').notNullable()
      table.timestamp('updated_at').nullable()
    })

    this.schema.createTable('collection_assets', (table) => {
      table.integer('collection_id').notNullable().references('collections.id').onDelete('CASCADE')
      table.integer('asset_id').notNullable().references('assets.id').onDelete('CASCADE')
      table.double('rank').notNullable()
      table.primary(['collection_id', 'asset_id'])
      table.index(['collection_id', 'rank'])
      table.index(['asset_id'])
    })

    this.schema.createTable('saved_views', (table) => {
      table.increments('id')
      table.integer('user_id').notNullable().references('users.id').onDelete('CASCADE')
      table.string('name', 120).notNullable()
      table.text('query').notNullable().defaultTo('')
      table.string('view', 10).notNullable().defaultTo('grid')
      table.string('size', 10).notNullable().defaultTo('medium')
      table.boolean('pinned').notNullable().defaultTo(false)
      table.timestamp('created_at').notNullable()
      table.timestamp('updated_at').nullable()
      table.unique(['user_id', 'name'])
    })

    this.schema.createTable('revisions', (table) => {
      table.increments('id')
      table.string('change_id', 36).notNullable()
      table.integer('asset_id').notNullable().references('assets.id').onDelete('CASCADE')
      table.integer('user_id').nullable().references('users.id').onDelete('SET NULL')
      table.string('field', 30).notNullable()
      table.text('before').nullable()
      table.text('after').nullable()
      table.timestamp('created_at').notNullable()
      table.index(['asset_id', 'id'])
      table.index(['change_id'])
    })

    this.schema.createTable('file_operations', (table) => {
      table.string('id', 36).primary()
      table.string('verb', 10).notNullable().checkIn(['place', 'replace'])
      table.text('staged_path').notNullable()
      table.text('target_path').notNullable()
      table.string('sha256', 64).notNullable()
      table.bigInteger('size').notNullable()
      table.timestamp('created_at').notNullable()
    })
  }
}
