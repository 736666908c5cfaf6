import { BaseSchema } from '@adonisjs/lucid/schema'

/**
 * What lets a million pictures be listed, counted and searched in a few
 * milliseconds: the feed index, the tag feed, counters and the full text.
 */
export default class extends BaseSchema {
  async up() {
    const dialect = this.db.dialect.name
    const statements = dialect === 'postgres' ? postgres() : sqlite()
    for (const statement of statements) this.schema.raw(statement)
  }
}

/** Facet name → SQL of its value on a row of assets; null values are not counted. */
const facets = {
  all: "''",
  kind: '%.kind',
  generator: '%.generator',
  model: '%.model',
  month: 'substr(%.captured_at, 1, 7)',
}

const sharedTables = [
  `CREATE INDEX assets_feed ON assets (position DESC, audience) WHERE deleted_at IS NULL`,
  `CREATE INDEX assets_added ON assets (id DESC) WHERE deleted_at IS NULL`,
  `CREATE INDEX assets_size ON assets (size, position) WHERE deleted_at IS NULL`,
  `CREATE INDEX assets_model ON assets (model, position) WHERE deleted_at IS NULL AND model IS NOT NULL`,
  `CREATE INDEX assets_kind ON assets (kind, position) WHERE deleted_at IS NULL AND kind <> 'image'`,
  `CREATE INDEX assets_generator ON assets (generator, position) WHERE deleted_at IS NULL AND generator IS NOT NULL`,
  `CREATE INDEX assets_broken ON assets (position) WHERE broken_reason IS NOT NULL`,
  `CREATE INDEX assets_missing ON assets (position) WHERE missing_at IS NOT NULL`,
  `CREATE INDEX assets_trashed ON assets (position) WHERE deleted_at IS NOT NULL`,
  `CREATE INDEX assets_name ON assets (lower(file_name), position) WHERE deleted_at IS NULL`,
  `CREATE INDEX marks_favorite ON marks (user_id, position, favorite) WHERE favorite`,
  `CREATE INDEX marks_rating ON marks (user_id, rating, position) WHERE rating IS NOT NULL`,
  `CREATE INDEX marks_rated ON marks (user_id, position, rating) WHERE rating IS NOT NULL`,
]

function sqlite() {
  const count = (row: string, step: 1 | -1) =>
    Object.entries(facets)
      .map(([facet, value]) => {
        const sql = value.replace('%', row)
        return `INSERT INTO facet_counts (audience, facet, value, count)
          SELECT ${row}.audience, '${facet}', ${sql}, ${step}
          WHERE ${row}.deleted_at IS NULL AND ${sql} IS NOT NULL
          ON CONFLICT DO UPDATE SET count = count + ${step};`
      })
      .join('\n')
  const countTags = (row: string, step: 1 | -1) =>
    `INSERT INTO facet_counts (audience, facet, value, count)
      SELECT ${row}.audience, 'tag', tag_id, ${step} FROM asset_tags
      WHERE asset_id = ${row}.id AND ${row}.deleted_at IS NULL
      ON CONFLICT DO UPDATE SET count = count + ${step};`
  const countTag = (row: string, step: 1 | -1) =>
    `INSERT INTO facet_counts (audience, facet, value, count)
      SELECT audience, 'tag', ${row}.tag_id, ${step} FROM assets
      WHERE id = ${row}.asset_id AND deleted_at IS NULL
      ON CONFLICT DO UPDATE SET count = count + ${step};`
  /** A person's rating is counted as the value 'user id:stars'. */
  const countRatings = (row: string, step: 1 | -1) =>
    `INSERT INTO facet_counts (audience, facet, value, count)
      SELECT ${row}.audience, 'rating', user_id || ':' || rating, ${step} FROM marks
      WHERE asset_id = ${row}.id AND ${row}.deleted_at IS NULL AND rating IS NOT NULL
      ON CONFLICT DO UPDATE SET count = count + ${step};`
  const countRating = (row: string, step: 1 | -1) =>
    `INSERT INTO facet_counts (audience, facet, value, count)
      SELECT audience, 'rating', ${row}.user_id || ':' || ${row}.rating, ${step} FROM assets
      WHERE id = ${row}.asset_id AND deleted_at IS NULL AND ${row}.rating IS NOT NULL
      ON CONFLICT DO UPDATE SET count = count + ${step};`
  const index = `INSERT INTO asset_texts (rowid, prompt, negative_prompt, notes, model, file_name)
    VALUES (NEW.position, NEW.prompt, NEW.negative_prompt, NEW.notes, NEW.model, NEW.file_name);`
  const unindex = 'DELETE FROM asset_texts WHERE rowid = OLD.position;'

  return [
    ...sharedTables,
    `CREATE TABLE facet_counts (
      audience INTEGER NOT NULL, facet TEXT NOT NULL, value TEXT NOT NULL, count INTEGER NOT NULL,
      PRIMARY KEY (audience, facet, value)
    ) WITHOUT ROWID`,
    `CREATE TABLE asset_tags (
      tag_id INTEGER NOT NULL REFERENCES tags (id) ON DELETE CASCADE,
      position INTEGER NOT NULL,
      asset_id INTEGER NOT NULL REFERENCES assets (id) ON DELETE CASCADE,
      PRIMARY KEY (tag_id, position)
    ) WITHOUT ROWID`,
    `CREATE UNIQUE INDEX asset_tags_asset ON asset_tags (asset_id, tag_id)`,
    `CREATE VIRTUAL TABLE asset_texts USING fts5 (
      prompt, negative_prompt, notes, model, file_name,
      content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 2'
    )`,

    `CREATE TRIGGER assets_inserted AFTER INSERT ON assets BEGIN
      ${count('NEW', 1)} ${index}
    END`,
    `CREATE TRIGGER assets_deleted AFTER DELETE ON assets BEGIN
      ${count('OLD', -1)} ${unindex}
    END`,
    `CREATE TRIGGER assets_tags_uncounted BEFORE DELETE ON assets BEGIN
      ${countTags('OLD', -1)} ${countRatings('OLD', -1)}
    END`,
    `CREATE TRIGGER assets_recounted AFTER UPDATE OF owner_id, visibility, deleted_at, kind, generator, model, captured_at ON assets BEGIN
      ${count('OLD', -1)} ${count('NEW', 1)}
    END`,
    `CREATE TRIGGER assets_tags_recounted AFTER UPDATE OF owner_id, visibility, deleted_at ON assets BEGIN
      ${countTags('OLD', -1)} ${countTags('NEW', 1)}
      ${countRatings('OLD', -1)} ${countRatings('NEW', 1)}
    END`,
    `CREATE TRIGGER assets_reindexed AFTER UPDATE OF position, prompt, negative_prompt, notes, model, file_name ON assets BEGIN
      ${unindex} ${index}
    END`,
    `CREATE TRIGGER assets_moved AFTER UPDATE OF position ON assets WHEN OLD.position <> NEW.position BEGIN
      UPDATE asset_tags SET position = NEW.position WHERE asset_id = NEW.id;
      UPDATE marks SET position = NEW.position WHERE asset_id = NEW.id;
    END`,
    `CREATE TRIGGER asset_tags_inserted AFTER INSERT ON asset_tags BEGIN ${countTag('NEW', 1)} END`,
    `CREATE TRIGGER asset_tags_deleted AFTER DELETE ON asset_tags BEGIN ${countTag('OLD', -1)} END`,
    `CREATE TRIGGER marks_inserted AFTER INSERT ON marks BEGIN
      UPDATE marks SET position = (SELECT position FROM assets WHERE id = NEW.asset_id)
        WHERE user_id = NEW.user_id AND asset_id = NEW.asset_id;
      ${countRating('NEW', 1)}
    END`,
    `CREATE TRIGGER marks_deleted AFTER DELETE ON marks BEGIN ${countRating('OLD', -1)} END`,
    `CREATE TRIGGER marks_updated AFTER UPDATE OF rating ON marks BEGIN
      ${countRating('OLD', -1)} ${countRating('NEW', 1)}
    END`,
  ]
}

function postgres() {
  const count = (row: string, step: 1 | -1) =>
    Object.entries(facets)
      .map(([facet, value]) => {
        const sql = value.replace('%', row)
        return `IF ${row}.deleted_at IS NULL AND ${sql} IS NOT NULL THEN
          INSERT INTO facet_counts VALUES (${row}.audience, '${facet}', ${sql}, ${step})
          ON CONFLICT (audience, facet, value) DO UPDATE SET count = facet_counts.count + ${step};
        END IF;`
      })
      .join('\n')
  const countTags = (row: string, step: 1 | -1) =>
    `INSERT INTO facet_counts SELECT ${row}.audience, 'tag', tag_id::text, ${step} FROM asset_tags
      WHERE asset_id = ${row}.id AND ${row}.deleted_at IS NULL
      ON CONFLICT (audience, facet, value) DO UPDATE SET count = facet_counts.count + ${step};`
  const trigger = (name: string, when: string, table: string, body: string) => [
    `CREATE FUNCTION ${name}() RETURNS trigger AS $$ BEGIN ${body} RETURN ${when.endsWith('DELETE') ? 'OLD' : 'NEW'}; END $$ LANGUAGE plpgsql`,
    `CREATE TRIGGER ${name} ${when} ON ${table} FOR EACH ROW EXECUTE FUNCTION ${name}()`,
  ]
  const countTag = (row: string, step: 1 | -1) =>
    `INSERT INTO facet_counts SELECT audience, 'tag', ${row}.tag_id::text, ${step} FROM assets
      WHERE id = ${row}.asset_id AND deleted_at IS NULL
      ON CONFLICT (audience, facet, value) DO UPDATE SET count = facet_counts.count + ${step};`
  const countRatings = (row: string, step: 1 | -1) =>
    `INSERT INTO facet_counts SELECT ${row}.audience, 'rating', user_id || ':' || rating, ${step} FROM marks
      WHERE asset_id = ${row}.id AND ${row}.deleted_at IS NULL AND rating IS NOT NULL
      ON CONFLICT (audience, facet, value) DO UPDATE SET count = facet_counts.count + ${step};`
  const countRating = (row: string, step: 1 | -1) =>
    `INSERT INTO facet_counts SELECT audience, 'rating', ${row}.user_id || ':' || ${row}.rating, ${step} FROM assets
      WHERE id = ${row}.asset_id AND deleted_at IS NULL AND ${row}.rating IS NOT NULL
      ON CONFLICT (audience, facet, value) DO UPDATE SET count = facet_counts.count + ${step};`

  return [
    ...sharedTables,
    `CREATE TABLE facet_counts (
      audience integer NOT NULL, facet text NOT NULL, value text NOT NULL, count integer NOT NULL,
      PRIMARY KEY (audience, facet, value)
    )`,
    `CREATE TABLE asset_tags (
      tag_id integer NOT NULL REFERENCES tags (id) ON DELETE CASCADE,
      position bigint NOT NULL,
      asset_id integer NOT NULL REFERENCES assets (id) ON DELETE CASCADE,
      PRIMARY KEY (tag_id, position)
    )`,
    `CREATE UNIQUE INDEX asset_tags_asset ON asset_tags (asset_id, tag_id)`,
    `ALTER TABLE assets ADD COLUMN texts tsvector GENERATED ALWAYS AS (
      to_tsvector('simple', coalesce(prompt, '') || ' ' || coalesce(negative_prompt, '') || ' ' ||
        coalesce(notes, '') || ' ' || coalesce(model, '') || ' ' || coalesce(file_name, ''))
    ) STORED`,
    `CREATE INDEX assets_texts ON assets USING gin (texts)`,
    ...trigger('assets_inserted', 'AFTER INSERT', 'assets', count('NEW', 1)),
    ...trigger('assets_deleted', 'AFTER DELETE', 'assets', count('OLD', -1)),
    ...trigger(
      'assets_tags_uncounted',
      'BEFORE DELETE',
      'assets',
      countTags('OLD', -1) + countRatings('OLD', -1)
    ),
    ...trigger(
      'assets_recounted',
      'AFTER UPDATE OF owner_id, visibility, deleted_at, kind, generator, model, captured_at',
      'assets',
      `${count('OLD', -1)} ${count('NEW', 1)}`
    ),
    ...trigger(
      'assets_tags_recounted',
      'AFTER UPDATE OF owner_id, visibility, deleted_at',
      'assets',
      `${countTags('OLD', -1)} ${countTags('NEW', 1)} ${countRatings('OLD', -1)} ${countRatings('NEW', 1)}`
    ),
    ...trigger(
      'assets_moved',
      'AFTER UPDATE OF position',
      'assets',
      `UPDATE asset_tags SET position = NEW.position WHERE asset_id = NEW.id;
       UPDATE marks SET position = NEW.position WHERE asset_id = NEW.id;`
    ),
    ...trigger('asset_tags_inserted', 'AFTER INSERT', 'asset_tags', countTag('NEW', 1)),
    ...trigger('asset_tags_deleted', 'AFTER DELETE', 'asset_tags', countTag('OLD', -1)),
    ...trigger(
      'marks_placed',
      'BEFORE INSERT',
      'marks',
      'NEW.position := (SELECT position FROM assets WHERE id = NEW.asset_id);'
    ),
    ...trigger('marks_inserted', 'AFTER INSERT', 'marks', countRating('NEW', 1)),
    ...trigger('marks_deleted', 'AFTER DELETE', 'marks', countRating('OLD', -1)),
    ...trigger(
      'marks_updated',
      'AFTER UPDATE OF rating',
      'marks',
      `${countRating('OLD', -1)} ${countRating('NEW', 1)}`
    ),
  ]
}
