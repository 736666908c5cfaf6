import { BaseSchema } from '@adonisjs/lucid/schema'

/**
 * What is known of pictures' looks, which of them look alike, and the groups a
 * person decides about. Pairs and groups can be computed again at any time;
 * decisions cannot: they name contents, not items, and outlive both.
 */
export default class extends BaseSchema {
  async up() {
    this.schema.createTable('fingerprints', (table) => {
      assetKey(table, 'asset_id').primary()
      /** Of the content that was hashed: another one means that the item has a new file since. */
      table.string('sha256', 64).notNullable()
      table.integer('hash_version').notNullable()
      table.integer('quality').notNullable()
      table.binary('pdq').notNullable()
      /** PDQ in the seven other orientations. */
      table.binary('turned').notNullable()
      /** PDQ inside a plain border, then left, top, right, bottom of that part as 32-bit floats. */
      table.binary('inner').nullable()
      table.binary('crops').notNullable()
      table.binary('phash').notNullable()
      table.binary('dhash').notNullable()
      table.binary('colour').notNullable()
      table.double('sharpness').notNullable()
      table.integer('jpeg_quality').nullable()
      table.string('thumbnail_sha256', 64).notNullable()
      /** Of all pixels in full size; only taken where another picture might have the same. */
      table.string('pixel_sha256', 64).nullable()
      /** Grows with every picture compared, so that an index in memory knows what it lacks; null: still to compare. */
      table.integer('compared_order').nullable().unique()
      table.index(['sha256'])
      table.index(['thumbnail_sha256'])
    })

    /** 64 × 64 brightness: what matches are confirmed on, too large to lie among the hashes. */
    this.schema.createTable('fingerprint_squares', (table) => {
      assetKey(table, 'asset_id').primary()
      table.binary('square').notNullable()
    })

    this.schema.createTable('duplicate_pairs', (table) => {
      assetKey(table, 'left_id')
      assetKey(table, 'right_id')
      table.string('kind', 8).notNullable()
      /** The strictest preset that finds it; all wider ones do, too. */
      table.string('preset', 8).notNullable()
      table.integer('distance').notNullable()
      table.integer('phash_distance').notNullable()
      table.integer('dhash_distance').notNullable()
      table.double('agreement').nullable()
      table.primary(['left_id', 'right_id'])
      table.index(['right_id'])
    })

    this.schema.createTable('duplicate_decisions', (table) => {
      table.increments('id')
      table.string('left_sha256', 64).notNullable()
      table.string('right_sha256', 64).notNullable()
      table.string('verdict', 9).notNullable().checkIn(['different', 'variants'])
      table.integer('user_id').nullable().references('users.id').onDelete('SET NULL')
      table.string('change_id', 36).nullable().index()
      table.timestamp('created_at').notNullable()
      table.unique(['left_sha256', 'right_sha256'])
      table.index(['right_sha256'])
    })

    this.schema.createTable('duplicate_groups', (table) => {
      table.increments('id')
      table.string('preset', 8).notNullable()
      /** Whose eyes it is made for: 0 for what everyone sees, else the one whose private items take part. */
      table.integer('audience').notNullable()
      /** SHA-256 of the members' hashes in order: the same group keeps its number when it is computed again. */
      table.string('members_sha256', 64).notNullable()
      assetKey(table, 'keeper_id')
      table.string('keeper_reason', 20).notNullable()
      /** Of the least alike member, and how far it is from the keeper. */
      table.string('kind', 8).notNullable()
      table.integer('distance').notNullable()
      table.double('score').notNullable()
      table.double('confidence').notNullable()
      table.integer('member_count').notNullable()
      table.bigInteger('reclaimable_bytes').notNullable()
      /** Confidence × reclaimable bytes: the order they are shown in. */
      table.double('worth').notNullable()
      table.boolean('across_folders').notNullable()
      table.timestamp('created_at').notNullable()
      table.unique(['preset', 'audience', 'members_sha256'])
      table.index(['preset', 'worth', 'id', 'audience'])
      table.index(['keeper_id'])
    })

    this.schema.createTable('duplicate_group_members', (table) => {
      groupKey(table)
      assetKey(table, 'asset_id')
      table.string('kind', 8).nullable()
      table.integer('distance').notNullable()
      table.boolean('weak').notNullable()
      table.primary(['group_id', 'asset_id'])
      table.index(['asset_id'])
    })

    /** People who see other groups in place of this one, because private items of theirs belong in. */
    this.schema.createTable('duplicate_group_shadows', (table) => {
      groupKey(table)
      table.integer('user_id').notNullable().references('users.id').onDelete('CASCADE')
      table.primary(['group_id', 'user_id'])
    })

    /** Items whose groups are to be computed again. */
    this.schema.createTable('duplicate_touched', (table) => {
      table.integer('asset_id').primary()
    })
    const dialect = this.db.dialect.name
    for (const statement of triggers.flatMap(dialect === 'postgres' ? postgres : sqlite)) {
      this.schema.raw(statement)
    }
  }
}

type Table = Parameters<Parameters<BaseSchema['schema']['createTable']>[1]>[0]

const assetKey = (table: Table, name: string) =>
  table.integer(name).notNullable().references('assets.id').onDelete('CASCADE')

const groupKey = (table: Table) =>
  table.integer('group_id').notNullable().references('duplicate_groups.id').onDelete('CASCADE')

interface Trigger {
  name: string
  on: string
  when?: string
  body: string
}

const touch = (select: string) =>
  `INSERT INTO duplicate_touched (asset_id) ${select} ON CONFLICT DO NOTHING;`
const touchPair = (row: string) =>
  touch(`SELECT id FROM assets WHERE id IN (${row}.left_id, ${row}.right_id)`)
const touchDecided = (row: string) =>
  touch(`SELECT id FROM assets WHERE sha256 IN (${row}.left_sha256, ${row}.right_sha256)`)

/** Whatever happens to a pair, to who may see an item or to a decision: the groups concerned are computed again. */
const triggers: Trigger[] = [
  {
    name: 'duplicates_seen_otherwise',
    on: 'UPDATE OF owner_id, visibility, deleted_at ON assets',
    body: touch(
      `SELECT left_id FROM duplicate_pairs WHERE left_id = NEW.id OR right_id = NEW.id LIMIT 1`
    ),
  },
  {
    name: 'duplicates_changed',
    on: 'UPDATE OF sha256 ON assets',
    when: 'OLD.sha256 <> NEW.sha256',
    body: 'DELETE FROM duplicate_pairs WHERE left_id = NEW.id OR right_id = NEW.id;',
  },
  { name: 'duplicate_pairs_inserted', on: 'INSERT ON duplicate_pairs', body: touchPair('NEW') },
  { name: 'duplicate_pairs_deleted', on: 'DELETE ON duplicate_pairs', body: touchPair('OLD') },
  { name: 'duplicates_decided', on: 'INSERT ON duplicate_decisions', body: touchDecided('NEW') },
  { name: 'duplicates_redecided', on: 'UPDATE ON duplicate_decisions', body: touchDecided('NEW') },
  { name: 'duplicates_undecided', on: 'DELETE ON duplicate_decisions', body: touchDecided('OLD') },
]

const sqlite = ({ name, on, when, body }: Trigger) => [
  `CREATE TRIGGER ${name} AFTER ${on} ${when ? `WHEN ${when}` : ''} BEGIN ${body} END`,
]

const postgres = ({ name, on, when, body }: Trigger) => [
  `CREATE FUNCTION ${name}() RETURNS trigger AS $$ BEGIN ${body} RETURN NULL; END $$ LANGUAGE plpgsql`,
  `CREATE TRIGGER ${name} AFTER ${on} FOR EACH ROW ${when ? `WHEN (${when})` : ''} EXECUTE FUNCTION ${name}()`,
]
