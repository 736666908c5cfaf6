import type User from '#accounts/models/user'
import { sql, type Sql } from '#library/search/sql'
import { fillableCollections, openAssets, seenAssets } from '#library/seeing'
import {
  inTransaction,
  items,
  marksFor,
  among,
  write,
  type Action,
  type Change,
  type Open,
  ofThisChange,
} from '#library/curation/changes'

type InCollection = Action & { collectionId: number }

/** SQL: a collection may have been locked since somebody asked for this. */
const isFree =
  'EXISTS (SELECT 1 FROM collections free WHERE free.id = ? AND free.locked_at IS NULL)'

/**
 * Adds assets to the end of a collection, newest first among themselves; those already in it stay
 * where they are. What is only shared with the person is not theirs to show to others this way.
 */
export async function collectAssets(action: InCollection): Promise<Change> {
  return inTransaction(action, async (open) => {
    const seen = among(action.assetIds, openAssets(action.by))
    const { collectionId } = action
    const count = await write(
      open.trx,
      `INSERT INTO revisions (change_id, asset_id, user_id, field, before, after, created_at)
       SELECT ?, a.id, ?, ?, NULL, CAST(
         (SELECT coalesce(max(rank), 0) FROM collection_assets WHERE collection_id = ?)
         + row_number() OVER (ORDER BY a.position DESC) AS text), ?
       FROM assets a WHERE ${seen.sql} AND NOT EXISTS
         (SELECT 1 FROM collection_assets c WHERE c.asset_id = a.id AND c.collection_id = ?)
         AND ${isFree}`,
      [
        open.changeId,
        action.by.id,
        fieldOf(collectionId),
        collectionId,
        open.now,
        ...seen.bindings,
        collectionId,
        collectionId,
      ]
    )
    await open.trx.rawQuery(
      `INSERT INTO collection_assets (collection_id, asset_id, rank)
       SELECT ?, asset_id, CAST(after AS double precision) FROM revisions
       WHERE ${ofThisChange} AND field = ? ON CONFLICT DO NOTHING`,
      [collectionId, ...open.key, fieldOf(collectionId)]
    )
    const text = `Added to “${await nameOf(open, collectionId)}”: ${items(count)}`
    return { changeId: open.changeId, count, text }
  })
}

/** Takes assets out of a collection, whoever put them in; the assets themselves stay. */
export async function uncollectAssets(action: InCollection): Promise<Change> {
  return inTransaction(action, async (open) => {
    const seen = among(action.assetIds, seenAssets(action.by))
    const field = fieldOf(action.collectionId)
    const count = await write(
      open.trx,
      `INSERT INTO revisions (change_id, asset_id, user_id, field, before, after, created_at)
       SELECT ?, a.id, ?, ?, CAST(c.rank AS text), NULL, ? FROM assets a
       JOIN collection_assets c ON c.asset_id = a.id AND c.collection_id = ?
       WHERE ${seen.sql} AND ${isFree}`,
      [
        open.changeId,
        action.by.id,
        field,
        open.now,
        action.collectionId,
        ...seen.bindings,
        action.collectionId,
      ]
    )
    await open.trx.rawQuery(
      `DELETE FROM collection_assets WHERE collection_id = ? AND asset_id IN
         (SELECT asset_id FROM revisions WHERE ${ofThisChange} AND field = ?)`,
      [action.collectionId, ...open.key, field]
    )
    const text = `Removed from “${await nameOf(open, action.collectionId)}”: ${items(count)}`
    return { changeId: open.changeId, count, text }
  })
}

/** Puts collections back to what they were before these revisions. */
export async function restoreCollections({ trx }: Open, revisionIds: number[]) {
  const chosen = `r.id IN ${marksFor(revisionIds)} AND r.field LIKE 'collection:%'`
  await trx.rawQuery(
    `DELETE FROM collection_assets WHERE (asset_id, collection_id) IN
       (SELECT r.asset_id, CAST(substr(r.field, 12) AS integer) FROM revisions r
        WHERE ${chosen} AND r.before IS NULL)`,
    revisionIds
  )
  await trx.rawQuery(
    `INSERT INTO collection_assets (collection_id, asset_id, rank)
     SELECT c.id, r.asset_id, CAST(r.before AS double precision) FROM revisions r
     JOIN collections c ON c.id = CAST(substr(r.field, 12) AS integer)
     WHERE ${chosen} AND r.before IS NOT NULL
     ON CONFLICT (collection_id, asset_id) DO UPDATE SET rank = excluded.rank`,
    revisionIds
  )
}

/** SQL: what the revision `r` did in a collection that is gone or locked by now, or that this person may not fill any more. */
export function heldByCollection({ by, everybodys }: { by: User; everybodys?: boolean }): Sql {
  const free = everybodys ? sql('c.locked_at IS NULL') : fillableCollections(by, 'c')
  return sql(
    `(r.field LIKE 'collection:%' AND NOT EXISTS (SELECT 1 FROM collections c
       WHERE c.id = CAST(substr(r.field, 12) AS integer) AND ${free.sql}))`,
    ...free.bindings
  )
}

export const fieldOf = (collectionId: number) => `collection:${collectionId}`

/** The collection a revision speaks of; null where it speaks of something else. */
export const collectionIdOf = (field: string) =>
  field.startsWith('collection:') ? Number(field.slice('collection:'.length)) : null

async function nameOf({ trx }: Open, collectionId: number): Promise<string> {
  const row = await trx.from('collections').where('id', collectionId).select('name').firstOrFail()
  return row.name
}
