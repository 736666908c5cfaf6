import { BaseSchema } from '@adonisjs/lucid/schema'

/** Knex would copy the whole table, triggers and all, to add a check. What is locked cannot be in the trash, so nothing purges it. */
const columns = (time: 'datetime' | 'timestamptz') => [
  `ALTER TABLE assets ADD COLUMN locked_at ${time}
     CHECK (locked_at IS NULL OR deleted_at IS NULL)`,
  'CREATE INDEX assets_locked ON assets (position) WHERE locked_at IS NOT NULL',
  `ALTER TABLE collections ADD COLUMN locked_at ${time}`,
]

/** A locked item is the keeper of its group: what becomes locked or free changes that. */
const touch = `INSERT INTO duplicate_touched (asset_id)
  SELECT left_id FROM duplicate_pairs WHERE left_id = NEW.id OR right_id = NEW.id LIMIT 1
  ON CONFLICT DO NOTHING;`

const sqlite = [
  `CREATE TRIGGER duplicates_locked AFTER UPDATE OF locked_at ON assets BEGIN ${touch} END`,
]

const postgres = [
  `CREATE FUNCTION duplicates_locked() RETURNS trigger AS $$ BEGIN ${touch} RETURN NULL; END $$ LANGUAGE plpgsql`,
  `CREATE TRIGGER duplicates_locked AFTER UPDATE OF locked_at ON assets FOR EACH ROW EXECUTE FUNCTION duplicates_locked()`,
]

export default class extends BaseSchema {
  async up() {
    const statements =
      this.db.dialect.name === 'postgres'
        ? [...columns('timestamptz'), ...postgres]
        : [...columns('datetime'), ...sqlite]
    for (const statement of statements) this.schema.raw(statement)
  }
}
