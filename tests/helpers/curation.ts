import db from '@adonisjs/lucid/services/db'
import type User from '#accounts/models/user'

/** A collection holding these assets in this order. */
export async function createCollection(
  name: string,
  owner: User,
  assetIds: number[] = [],
  visibility = 'everyone'
): Promise<number> {
  const now = '2024-01-01 00:00:00'
  const row = { name, owner_id: owner.id, visibility, created_at: now, updated_at: now }
  const [inserted] = await db.table('collections').insert(row).returning('id')
  const id = inserted.id ?? inserted
  for (const [index, assetId] of assetIds.entries()) {
    await db
      .table('collection_assets')
      .insert({ collection_id: id, asset_id: assetId, rank: index + 1 })
  }
  return id
}

/** All that curation may change, row by row; times of editing aside, which undo does not turn back. */
export async function state(part?: 'counters'): Promise<unknown> {
  const counters = await db
    .from('facet_counts')
    .whereNot('count', 0)
    .orderByRaw('facet, audience, value')
  if (part === 'counters') return counters.map((row) => ({ ...row }))
  const assets = await db.from('assets').orderBy('id')
  return {
    assets: assets.map(({ edited_at: _e, updated_at: _u, ...row }) => row),
    marks: await db.from('marks').orderByRaw('user_id, asset_id'),
    tags: await usedTags(),
    aliases: await db.from('tag_aliases').orderBy('slug'),
    assetTags: await db.from('asset_tags').orderByRaw('asset_id, tag_id'),
    collections: await db.from('collection_assets').orderByRaw('collection_id, asset_id'),
    metadata: await db.from('asset_metadata').orderBy('asset_id'),
    loras: await db.from('asset_loras').orderByRaw('asset_id, name'),
    matches: await matches(['fox', 'sea', 'tower', 'flux']),
    counters,
  }
}

/** The counters as they would be if they were counted anew. */
export async function recount(): Promise<unknown> {
  const count = (facet: string, value: string) =>
    `SELECT audience, '${facet}' AS facet, ${value} AS value, count(*) AS count FROM assets
     WHERE deleted_at IS NULL AND ${value} IS NOT NULL GROUP BY audience, ${value}`
  const { rows, ...list } = await db.rawQuery(`SELECT * FROM (
    ${count('all', "''")} UNION ALL ${count('kind', 'kind')} UNION ALL ${count('generator', 'generator')}
    UNION ALL ${count('model', 'model')} UNION ALL ${count('month', 'substr(captured_at, 1, 7)')}
    UNION ALL SELECT audience, 'tag', CAST(tag_id AS text), count(*) FROM asset_tags
      JOIN assets ON assets.id = asset_id WHERE deleted_at IS NULL GROUP BY audience, tag_id
    UNION ALL SELECT audience, 'rating', user_id || ':' || rating, count(*) FROM marks
      JOIN assets ON assets.id = asset_id WHERE deleted_at IS NULL AND rating IS NOT NULL
      GROUP BY audience, user_id, rating
  ) ORDER BY facet, audience, value`)
  return Object.values(rows ?? list).map((row: any) => ({ ...row }))
}

/** Tags made along the way may stay behind unused. */
function usedTags() {
  return db
    .from('tags')
    .whereExists((query) => query.from('asset_tags').whereColumn('tag_id', 'tags.id'))
    .orderBy('id')
}

async function matches(words: string[]) {
  const found: Record<string, number[]> = {}
  for (const word of words) {
    const rows = await db
      .from('asset_texts')
      .whereRaw('asset_texts MATCH ?', [word])
      .orderBy('rowid')
      .select('rowid')
    found[word] = rows.map(({ rowid }) => rowid)
  }
  return found
}
