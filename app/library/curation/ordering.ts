import { seenAssets } from '#library/seeing'
import {
  inTransaction,
  items,
  type Action,
  type Change,
  type Open,
} from '#library/curation/changes'
import { fieldOf } from '#library/curation/collecting'

interface Move {
  collectionId: number
  assetId: number
  /** The asset it shall stand before; null for the end. */
  beforeId: number | null
  by: Action['by']
}

/** Moves one asset of a collection to just before another of it, or to the end. */
export async function moveInCollection(move: Move): Promise<Change> {
  return inTransaction({}, async (open) => {
    const count = move.assetId === move.beforeId ? 0 : await place(open, move)
    return { changeId: open.changeId, count, text: `Moved: ${items(count)}` }
  })
}

async function place(open: Open, move: Move): Promise<number> {
  let rank = await freeRank(open, move)
  if (rank === null) {
    await renumber(open, move.collectionId)
    rank = await freeRank(open, move)
  }
  const old = await rankOf(open, move, move.assetId)
  if (old === null || rank === null || rank === old) return 0
  await record(open, move, old, rank)
  return 1
}

/** A rank just before a neighbour, or after the last; null when no room is left between. */
async function freeRank(open: Open, move: Move) {
  const { collectionId, assetId, beforeId } = move
  const others = () =>
    open.trx
      .from('collection_assets')
      .where('collection_id', collectionId)
      .whereNot('asset_id', assetId)
  const high = beforeId === null ? null : await rankOf(open, move, beforeId)
  if (high === null) {
    const end = await others().max('rank as last').firstOrFail()
    return Number(end.last ?? 0) + 1
  }
  const below = await others().where('rank', '<', high).max('rank as last').firstOrFail()
  const low = below.last === null ? high - 2 : Number(below.last)
  const middle = Number(((low + high) / 2).toFixed(6))
  return middle > low && middle < high ? middle : null
}

/** Where an item this person sees stands; null where it is not in the collection, or not theirs to see. */
async function rankOf({ trx }: Open, { collectionId, by }: Move, assetId: number) {
  const seen = seenAssets(by)
  const row = await trx
    .from('collection_assets as ca')
    .join('assets as a', 'a.id', 'ca.asset_id')
    .where({ 'ca.collection_id': collectionId, 'ca.asset_id': assetId })
    .whereRaw(seen.sql, seen.bindings)
    .select('ca.rank')
    .first()
  return row ? Number(row.rank) : null
}

/** Whole ranks again, in the same order, so that something fits in between. */
function renumber({ trx }: Open, collectionId: number) {
  return trx.rawQuery(
    `UPDATE collection_assets SET rank = n.place FROM
       (SELECT asset_id, row_number() OVER (ORDER BY rank, asset_id) AS place
        FROM collection_assets WHERE collection_id = ?) AS n
     WHERE collection_id = ? AND collection_assets.asset_id = n.asset_id`,
    [collectionId, collectionId]
  )
}

async function record(open: Open, move: Move, before: number, after: number) {
  await open.trx.table('revisions').insert({
    change_id: open.changeId,
    asset_id: move.assetId,
    user_id: move.by.id,
    field: fieldOf(move.collectionId),
    before: String(before),
    after: String(after),
    created_at: open.now,
  })
  await open.trx
    .from('collection_assets')
    .where({ collection_id: move.collectionId, asset_id: move.assetId })
    .update({ rank: after })
}
