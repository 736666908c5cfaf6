import { seenAssets } from '#library/seeing'
import {
  inTransaction,
  items,
  among,
  write,
  type Action,
  type Change,
  type Open,
  ofThisChange,
} from '#library/curation/changes'

/** Gives assets this person's rating, 1–5, or takes it away with null. Items already so are left alone. */
export async function rateAssets({
  rating,
  ...action
}: Action & { rating: number | null }): Promise<Change> {
  if (rating !== null && !(Number.isInteger(rating) && rating >= 1 && rating <= 5)) {
    throw new RangeError('A rating is a whole number from 1 to 5, or null.')
  }
  return inTransaction(action, async (open) => {
    const count = await mark(open, action, 'rating', rating === null ? null : String(rating))
    await open.trx.rawQuery(
      `INSERT INTO marks (user_id, asset_id, rating, favorite)
       SELECT user_id, asset_id, ${integer('after')}, ${no} FROM revisions
       WHERE ${ofThisChange} AND field = 'rating'
       ON CONFLICT (user_id, asset_id) DO UPDATE SET rating = excluded.rating`,
      open.key
    )
    await dropEmptyMarks(open)
    const text = rating === null ? 'Took the rating from' : `Rated ${stars(rating)}:`
    return { changeId: open.changeId, count, text: `${text} ${items(count)}` }
  })
}

/** Marks assets as this person's favourites, or no longer. */
export async function favoriteAssets({
  favorite,
  ...action
}: Action & { favorite: boolean }): Promise<Change> {
  return inTransaction(action, async (open) => {
    const count = await mark(open, action, 'favorite', favorite ? '1' : null)
    await open.trx.rawQuery(
      `INSERT INTO marks (user_id, asset_id, rating, favorite)
       SELECT user_id, asset_id, NULL, after IS NOT NULL FROM revisions
       WHERE ${ofThisChange} AND field = 'favorite'
       ON CONFLICT (user_id, asset_id) DO UPDATE SET favorite = excluded.favorite`,
      open.key
    )
    await dropEmptyMarks(open)
    const text = favorite ? 'Added to favourites:' : 'Removed from favourites:'
    return { changeId: open.changeId, count, text: `${text} ${items(count)}` }
  })
}

/** Puts marks back to what they were before these revisions. */
export async function restoreMarks({ trx }: Open, revisionIds: number[]) {
  const chosen = `id IN (${revisionIds.map(() => '?').join(', ')}) AND user_id IS NOT NULL`
  await trx.rawQuery(
    `INSERT INTO marks (user_id, asset_id, rating, favorite)
     SELECT user_id, asset_id, ${integer('before')}, ${no} FROM revisions
     WHERE ${chosen} AND field = 'rating'
     ON CONFLICT (user_id, asset_id) DO UPDATE SET rating = excluded.rating`,
    revisionIds
  )
  await trx.rawQuery(
    `INSERT INTO marks (user_id, asset_id, rating, favorite)
     SELECT user_id, asset_id, NULL, before IS NOT NULL FROM revisions
     WHERE ${chosen} AND field = 'favorite'
     ON CONFLICT (user_id, asset_id) DO UPDATE SET favorite = excluded.favorite`,
    revisionIds
  )
  await trx.rawQuery(
    `DELETE FROM marks WHERE rating IS NULL AND NOT favorite AND (user_id, asset_id) IN
       (SELECT user_id, asset_id FROM revisions WHERE ${chosen})`,
    revisionIds
  )
}

const no = 'false'
const integer = (column: string) => `CAST(${column} AS integer)`
const stars = (rating: number) => (rating === 1 ? '1 star' : `${rating} stars`)

function mark(open: Open, { assetIds, by }: Action, field: string, after: string | null) {
  const seen = among(assetIds, seenAssets(by))
  const before = field === 'rating' ? 'CAST(m.rating AS text)' : `CASE WHEN m.favorite THEN '1' END`
  return write(
    open.trx,
    `INSERT INTO revisions (change_id, asset_id, user_id, field, before, after, created_at)
     SELECT ?, a.id, ?, ?, ${before}, CAST(? AS text), ? FROM assets a
     LEFT JOIN marks m ON m.asset_id = a.id AND m.user_id = ?
     WHERE ${seen.sql} AND ${before} IS DISTINCT FROM CAST(? AS text)`,
    [open.changeId, by.id, field, after, open.now, by.id, ...seen.bindings, after]
  )
}

/** A mark that says nothing is no mark: undo leaves no trace of it. */
function dropEmptyMarks({ trx, key }: Open) {
  return trx.rawQuery(
    `DELETE FROM marks WHERE rating IS NULL AND NOT favorite AND (user_id, asset_id) IN
       (SELECT user_id, asset_id FROM revisions WHERE ${ofThisChange})`,
    key
  )
}
