import { BaseSchema } from '@adonisjs/lucid/schema'

/** Keys, one-time links, second factors, shares, and the log of all that concerns safety. */
export default class extends BaseSchema {
  async up() {
    this.schema.alterTable('users', (table) => {
      /** Encrypted; counts only once a first code was given (`totp_confirmed_at`). */
      table.text('totp_secret').nullable()
      table.timestamp('totp_confirmed_at').nullable()
      /** The time step of the last code taken, so that none is taken twice. */
      table.integer('totp_step').nullable()
    })

    this.schema.createTable('recovery_codes', (table) => {
      table.increments('id')
      table.integer('user_id').notNullable().references('users.id').onDelete('CASCADE')
      table.string('hash', 64).notNullable().unique()
      table.timestamp('used_at').nullable()
      table.index(['user_id'])
    })

    /** The columns the framework's access tokens have; a key that is revoked is gone. */
    this.schema.createTable('api_keys', (table) => {
      table.increments('id')
      table.integer('tokenable_id').notNullable().references('users.id').onDelete('CASCADE')
      table.string('type', 20).notNullable()
      table.string('name', 120).notNullable()
      table.string('hash', 64).notNullable()
      table.text('abilities').notNullable()
      table.timestamp('created_at').notNullable()
      table.timestamp('updated_at').nullable()
      table.timestamp('last_used_at').nullable()
      table.timestamp('expires_at').nullable()
      table.index(['tokenable_id'])
    })

    /** How a new person sets their first password, and one who forgot it another. */
    this.schema.createTable('one_time_links', (table) => {
      table.increments('id')
      table.integer('user_id').notNullable().references('users.id').onDelete('CASCADE')
      table.string('hash', 64).notNullable().unique()
      table.timestamp('expires_at').notNullable()
      table.timestamp('created_at').notNullable()
      table.index(['user_id'])
    })

    /** No foreign keys: a line outlives what it is about, and is never written again. */
    this.schema.createTable('audit_events', (table) => {
      table.increments('id')
      table.timestamp('created_at').notNullable()
      table.string('event', 60).notNullable()
      table.integer('user_id').nullable()
      table.string('actor', 254).notNullable()
      table.string('ip', 45).nullable()
      table.string('subject_kind', 30).nullable()
      table.integer('subject_id').nullable()
      table.string('subject', 254).nullable()
      table.text('details').notNullable().defaultTo('{}')
      table.index(['event', 'id'])
      table.index(['user_id', 'id'])
    })
    for (const statement of appendOnly[this.db.dialect.name] ?? []) this.schema.raw(statement)

    this.schema.createTable('asset_shares', (table) => {
      table.integer('asset_id').notNullable().references('assets.id').onDelete('CASCADE')
      table.integer('user_id').notNullable().references('users.id').onDelete('CASCADE')
      table.boolean('can_edit').notNullable().defaultTo(false)
      table.primary(['user_id', 'asset_id'])
      table.index(['asset_id'])
    })

    this.schema.createTable('collection_shares', (table) => {
      table.integer('collection_id').notNullable().references('collections.id').onDelete('CASCADE')
      table.integer('user_id').notNullable().references('users.id').onDelete('CASCADE')
      table.boolean('can_edit').notNullable().defaultTo(false)
      table.primary(['user_id', 'collection_id'])
      table.index(['collection_id'])
    })

    /** For people without an account: a collection or an item, to look at. */
    this.schema.createTable('share_links', (table) => {
      table.increments('id')
      table.string('hash', 64).notNullable().unique()
      table.integer('user_id').notNullable().references('users.id').onDelete('CASCADE')
      table.integer('asset_id').nullable().references('assets.id').onDelete('CASCADE')
      table.integer('collection_id').nullable().references('collections.id').onDelete('CASCADE')
      table.string('password').nullable()
      table.boolean('allows_download').notNullable().defaultTo(false)
      table.timestamp('expires_at').nullable()
      table.timestamp('revoked_at').nullable()
      table.integer('views').notNullable().defaultTo(0)
      table.integer('downloads').notNullable().defaultTo(0)
      table.timestamp('created_at').notNullable()
      table.index(['user_id'])
    })
  }
}

const refusal = "'the audit log is only ever added to'"

const appendOnly: Record<string, string[]> = {
  sqlite3: ['UPDATE', 'DELETE'].map(
    (verb) =>
      `CREATE TRIGGER audit_events_no_${verb.toLowerCase()} BEFORE ${verb} ON audit_events ` +
      `BEGIN SELECT RAISE(ABORT, ${refusal}); END`
  ),
  postgres: [
    `CREATE FUNCTION audit_events_refuse() RETURNS trigger AS $$ BEGIN RAISE EXCEPTION ${refusal}; END $$ LANGUAGE plpgsql`,
    'CREATE TRIGGER audit_events_no_change BEFORE UPDATE OR DELETE ON audit_events ' +
      'FOR EACH ROW EXECUTE FUNCTION audit_events_refuse()',
  ],
}
