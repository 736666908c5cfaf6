import { BaseSchema } from '@adonisjs/lucid/schema'
import type { Knex } from 'knex'

/**
 * The studio: what is ordered from whom, with what, for how much, and what
 * became of it. Amounts are whole millionths of their currency, so that sums
 * are exact. JSON columns are text, as everywhere.
 */
export default class extends BaseSchema {
  async up() {
    this.schema.createTable('projects', (table) => {
      table.increments('id')
      table.integer('owner_id').notNullable().references('users.id')
      visibility(table)
      table.string('name', 120).notNullable()
      table.text('brief').notNullable().defaultTo('')
      /** {credentialId, modelId, templateId, width, height}: what a new order begins with. */
      table.text('defaults').notNullable().defaultTo('{}')
      /** Where its products are put together. */
      table.integer('collection_id').nullable().references('collections.id').onDelete('SET NULL')
      table.timestamp('archived_at').nullable()
      table.timestamp('created_at').notNullable()
      table.timestamp('updated_at').nullable()
      table.index(['owner_id'])
    })

    this.schema.createTable('project_members', (table) => {
      table.integer('project_id').notNullable().references('projects.id').onDelete('CASCADE')
      table.integer('user_id').notNullable().references('users.id').onDelete('CASCADE')
      table.boolean('can_edit').notNullable().defaultTo(true)
      table.primary(['project_id', 'user_id'])
      table.index(['user_id'])
    })

    this.schema.createTable('provider_credentials', (table) => {
      table.increments('id')
      table.string('provider', 20).notNullable()
      table.string('label', 120).notNullable()
      table.text('base_url').notNullable()
      table.string('dialect', 20).nullable()
      /** Bound to this row by `uuid`, so that a ciphertext copied to another row opens nothing. */
      table.string('uuid', 36).notNullable().unique()
      table.text('ciphertext').nullable()
      table.string('last_four', 4).nullable()
      table.string('fingerprint', 64).nullable()
      table
        .string('state', 12)
        .notNullable()
        .defaultTo('unchecked')
        .checkIn(['unchecked', 'ready', 'refused', 'no_credit', 'unreadable'])
      table.text('state_reason').nullable()
      table.timestamp('checked_at').nullable()
      table.integer('max_in_flight').notNullable()
      table.double('requests_per_second').notNullable()
      table.timestamp('removed_at').nullable()
      table.timestamp('created_at').notNullable()
      table.timestamp('updated_at').nullable()
    })

    /** Token bucket, pause and circuit of a credential: written at each request, and so kept apart. */
    this.schema.createTable('provider_limits', (table) => {
      table
        .integer('credential_id')
        .primary()
        .references('provider_credentials.id')
        .onDelete('CASCADE')
      table.double('tokens').notNullable()
      table.bigInteger('refilled_at').notNullable()
      table.bigInteger('paused_until').notNullable().defaultTo(0)
      table.integer('failures').notNullable().defaultTo(0)
      table.bigInteger('first_failure_at').notNullable().defaultTo(0)
      table.bigInteger('opened_at').notNullable().defaultTo(0)
      table.text('last_error').nullable()
    })

    this.schema.createTable('provider_models', (table) => {
      table.increments('id')
      table
        .integer('credential_id')
        .notNullable()
        .references('provider_credentials.id')
        .onDelete('CASCADE')
      table.string('ref', 300).notNullable()
      table.string('name', 200).notNullable()
      table.string('family', 80).nullable()
      table.string('modality', 20).notNullable()
      table.text('description').nullable()
      /** As published; null until somebody opened the model. */
      table.text('schema').nullable()
      table.string('schema_hash', 64).nullable()
      /** The form made from it: ParamSpec[]. */
      table.text('parameters').nullable()
      /** A pasted ComfyUI graph in API format, and which parameter goes to which input. */
      table.text('workflow').nullable()
      table.text('bindings').nullable()
      table.boolean('custom').notNullable().defaultTo(false)
      table.timestamp('fetched_at').nullable()
      table.timestamp('created_at').notNullable()
      table.unique(['credential_id', 'ref'])
    })

    this.schema.createTable('model_favourites', (table) => {
      table.integer('user_id').notNullable().references('users.id').onDelete('CASCADE')
      table.integer('model_id').notNullable().references('provider_models.id').onDelete('CASCADE')
      table.primary(['user_id', 'model_id'])
    })

    this.schema.createTable('wildcards', (table) => {
      table.increments('id')
      table.integer('owner_id').notNullable().references('users.id')
      table.string('name', 120).notNullable().unique()
      table.text('body').notNullable()
      table.timestamp('created_at').notNullable()
      table.timestamp('updated_at').nullable()
    })

    this.schema.createTable('templates', (table) => {
      table.increments('id')
      table.integer('owner_id').notNullable().references('users.id')
      visibility(table)
      table.string('name', 120).notNullable()
      table.text('description').notNullable().defaultTo('')
      table.timestamp('created_at').notNullable()
      table.timestamp('updated_at').nullable()
      table.index(['owner_id'])
    })

    this.schema.createTable('template_versions', (table) => {
      table.increments('id')
      table.integer('template_id').notNullable().references('templates.id').onDelete('CASCADE')
      table.integer('number').notNullable()
      table.string('provider', 20).nullable()
      table.string('model_ref', 300).nullable()
      recipe(table)
      /** Declared inputs: {name, label, default}, filled in when ordering, read as ${name}. */
      table.text('inputs').notNullable().defaultTo('[]')
      table.integer('user_id').nullable().references('users.id').onDelete('SET NULL')
      table.timestamp('created_at').notNullable()
      table.unique(['template_id', 'number'])
    })

    this.schema.createTable('template_favourites', (table) => {
      table.integer('user_id').notNullable().references('users.id').onDelete('CASCADE')
      table.integer('template_id').notNullable().references('templates.id').onDelete('CASCADE')
      table.primary(['user_id', 'template_id'])
    })

    this.schema.createTable('prompt_blocks', (table) => {
      table.increments('id')
      table.integer('user_id').notNullable().references('users.id').onDelete('CASCADE')
      table.string('kind', 20).notNullable()
      table.text('body').notNullable()
      table.timestamp('created_at').notNullable()
      table.index(['user_id', 'kind'])
    })

    this.schema.createTable('orders', (table) => {
      table.increments('id')
      table.integer('project_id').notNullable().references('projects.id')
      table.integer('user_id').notNullable().references('users.id')
      table
        .integer('credential_id')
        .nullable()
        .references('provider_credentials.id')
        .onDelete('SET NULL')
      table.integer('model_id').nullable().references('provider_models.id').onDelete('SET NULL')
      /** Said again here: an order tells what was ordered after the model is gone. */
      table.string('provider', 20).nullable()
      table.string('model_ref', 300).nullable()
      table.string('model_name', 200).nullable()
      recipe(table)
      /** What the person filled in for the template's declared inputs. */
      table.text('variables').notNullable().defaultTo('{}')
      table
        .integer('template_version_id')
        .nullable()
        .references('template_versions.id')
        .onDelete('SET NULL')
      table.integer('cloned_from_id').nullable().references('orders.id').onDelete('SET NULL')
      table
        .string('state', 10)
        .notNullable()
        .defaultTo('draft')
        .checkIn(['draft', 'queued', 'running', 'succeeded', 'partial', 'failed', 'cancelled'])
      table.integer('items_total').notNullable().defaultTo(0)
      table.integer('items_done').notNullable().defaultTo(0)
      table.integer('items_failed').notNullable().defaultTo(0)
      table.integer('items_cancelled').notNullable().defaultTo(0)
      money(table, 'estimate')
      table.timestamp('cancel_asked_at').nullable()
      table.timestamp('placed_at').nullable()
      table.timestamp('finished_at').nullable()
      table.timestamp('created_at').notNullable()
      table.timestamp('updated_at').nullable()
      table.index(['project_id', 'id'])
      table.index(['user_id', 'id'])
      table.index(['state', 'id'])
    })

    this.schema.createTable('order_items', (table) => {
      table.increments('id')
      table.integer('order_id').notNullable().references('orders.id').onDelete('CASCADE')
      table.integer('position').notNullable()
      table.text('prompt').notNullable()
      table.text('negative_prompt').notNullable().defaultTo('')
      table.text('choices').notNullable().defaultTo('{}')
      /** Final values, coerced and validated: what is sent. */
      table.text('parameters').notNullable()
      table.string('seed', 40).nullable()
      table
        .string('state', 10)
        .notNullable()
        .defaultTo('queued')
        .checkIn(['queued', 'running', 'succeeded', 'failed', 'cancelled'])
      table.text('error').nullable()
      table.timestamp('finished_at').nullable()
      table.unique(['order_id', 'position'])
      table.index(['order_id', 'state'])
    })

    /** One row for each paid POST, written before it. */
    this.schema.createTable('order_attempts', (table) => {
      table.increments('id')
      table.integer('order_item_id').notNullable().references('order_items.id').onDelete('CASCADE')
      table.integer('number').notNullable()
      table.string('attempt_key', 36).notNullable().unique()
      table
        .integer('credential_id')
        .nullable()
        .references('provider_credentials.id')
        .onDelete('SET NULL')
      table.string('provider', 20).notNullable()
      table.text('base_url').notNullable()
      table.string('model_ref', 300).notNullable()
      table.text('request').notNullable()
      table.string('request_hash', 64).notNullable()
      table
        .string('stage', 13)
        .notNullable()
        .checkIn([
          'waiting_slot',
          'submitting',
          'remote_queued',
          'running',
          'downloading',
          'done',
          'failed',
          'cancelled',
        ])
      table.string('external_id', 300).nullable()
      /** The rest of RemoteRef: urls and extra. */
      table.text('remote').nullable()
      table.timestamp('sent_at').nullable()
      table.timestamp('accepted_at').nullable()
      table.timestamp('polled_at').nullable()
      /** Milliseconds: when it is looked at again; the engine takes what is due and not leased. */
      table.bigInteger('due_at').notNullable()
      table.integer('polls').notNullable().defaultTo(0)
      table.double('progress').nullable()
      table.integer('queue_position').nullable()
      table.text('log_tail').nullable()
      table.text('error').nullable()
      money(table, 'cost')
      table.string('lease_owner', 60).nullable()
      table.bigInteger('lease_until').notNullable().defaultTo(0)
      table.timestamp('created_at').notNullable()
      table.timestamp('finished_at').nullable()
      table.unique(['order_item_id', 'number'])
      table.unique(['provider', 'credential_id', 'external_id'])
    })
    this.schema.raw(
      "CREATE INDEX order_attempts_due ON order_attempts (due_at) WHERE stage NOT IN ('done', 'failed', 'cancelled')"
    )

    /** What a provider made: a stage of its own, so that a crash goes on downloading. */
    this.schema.createTable('order_outputs', (table) => {
      table.increments('id')
      table.integer('attempt_id').notNullable().references('order_attempts.id').onDelete('CASCADE')
      table.integer('position').notNullable()
      /** RemoteOutput; bytes that came with the answer lie in staging under `staged_path`. */
      table.text('source').notNullable()
      table.text('staged_path').nullable()
      table
        .string('state', 8)
        .notNullable()
        .defaultTo('waiting')
        .checkIn(['waiting', 'stored', 'failed'])
      table.string('sha256', 64).nullable()
      table.integer('asset_id').nullable().references('assets.id').onDelete('SET NULL')
      table.text('error').nullable()
      table.timestamp('expires_at').nullable()
      table.unique(['attempt_id', 'position'])
    })

    this.schema.createTable('products', (table) => {
      table.increments('id')
      table.integer('asset_id').notNullable().references('assets.id').onDelete('CASCADE')
      table.integer('order_item_id').notNullable().references('order_items.id')
      table.integer('project_id').notNullable().references('projects.id')
      table.integer('position').notNullable()
      table
        .string('stage', 9)
        .notNullable()
        .defaultTo('draft')
        .checkIn(['draft', 'shortlist', 'final'])
      table.timestamp('created_at').notNullable()
      table.unique(['order_item_id', 'position'])
      table.index(['asset_id'])
      table.index(['project_id', 'id'])
    })

    /** reserve when placed, then settle or release: the sum of a person or project is what is spent or promised. */
    this.schema.createTable('ledger_entries', (table) => {
      table.increments('id')
      table.integer('user_id').notNullable().references('users.id')
      table.integer('project_id').notNullable().references('projects.id')
      table.integer('order_id').notNullable().references('orders.id')
      table.integer('order_item_id').notNullable().references('order_items.id')
      table.integer('attempt_id').nullable().references('order_attempts.id')
      table.string('provider', 20).notNullable()
      table.string('kind', 7).notNullable().checkIn(['reserve', 'settle', 'release'])
      table.bigInteger('amount').notNullable()
      table.string('currency', 8).notNullable()
      table.timestamp('created_at').notNullable()
      table.index(['project_id', 'currency', 'created_at'])
      table.index(['user_id', 'currency', 'created_at'])
      table.index(['order_item_id'])
    })

    this.schema.createTable('budgets', (table) => {
      table.increments('id')
      table.integer('user_id').nullable().references('users.id').onDelete('CASCADE')
      table.integer('project_id').nullable().references('projects.id').onDelete('CASCADE')
      table.string('currency', 8).notNullable()
      table.string('period', 5).notNullable().checkIn(['month', 'total'])
      table.bigInteger('soft').nullable()
      table.bigInteger('hard').nullable()
      table.unique(['user_id', 'currency', 'period'])
      table.unique(['project_id', 'currency', 'period'])
    })

    /** Webhooks already heard: a second one of the same name changes nothing. */
    this.schema.createTable('webhook_deliveries', (table) => {
      table.string('provider', 20).notNullable()
      table.string('delivery', 200).notNullable()
      table.timestamp('received_at').notNullable()
      table.primary(['provider', 'delivery'])
    })

    /** Which choices of a prompt template a picture was made with: choice.colour:red. */
    this.schema.createTable('asset_choices', (table) => {
      table.integer('asset_id').notNullable().references('assets.id').onDelete('CASCADE')
      table.string('name', 120).notNullable()
      table.string('value', 500).notNullable()
      table.primary(['asset_id', 'name'])
      table.index(['name', 'value', 'asset_id'])
    })
  }
}

/** A prompt template with its parameters, and how it becomes many. */
function recipe(table: Knex.CreateTableBuilder) {
  table.text('prompt').notNullable().defaultTo('')
  table.text('negative_prompt').notNullable().defaultTo('')
  table.text('parameters').notNullable().defaultTo('{}')
  table
    .string('mode', 13)
    .notNullable()
    .defaultTo('combinatorial')
    .checkIn(['combinatorial', 'random', 'zip'])
  table.string('seed', 40).nullable()
  table
    .string('seed_policy', 9)
    .notNullable()
    .defaultTo('random')
    .checkIn(['fixed', 'increment', 'random', 'same'])
  table.integer('count').notNullable().defaultTo(1)
}

function visibility(table: Knex.CreateTableBuilder) {
  table.string('visibility', 8).notNullable().defaultTo('everyone').checkIn(['everyone', 'private'])
}

function money(table: Knex.CreateTableBuilder, name: string) {
  table.bigInteger(name).nullable()
  table.string(`${name}_currency`, 8).nullable()
}
