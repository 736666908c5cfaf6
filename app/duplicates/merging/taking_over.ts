import User from '#accounts/models/user'
import type { Open } from '#library/curation/changes'
import { fieldOf } from '#library/curation/collecting'
import { adoptWords } from '#library/curation/editing'
import { favoriteAssets, rateAssets } from '#library/curation/marking'
import { tagAssets } from '#library/curation/tagging'
import type { MergePreview } from '#duplicates/merging'
import type { Gains } from '#duplicates/merging/uniting'

/** Gives the keeper what it gains, each of it with the revision that takes it back. */
export async function takeOver(open: Open, { keeper, others, gains }: MergePreview, by: User) {
  const { trx, changeId } = open
  const action = { assetIds: [keeper.id], by, trx, changeId }
  if (gains.tags.length) await tagAssets({ ...action, names: gains.tags })
  await collect(open, keeper.id, { by, collections: gains.collections })
  await mark(open, keeper.id, gains.marks)
  if (Object.keys(gains.words).length) {
    await adoptWords({ assetId: keeper.id, words: gains.words, by, trx, changeId })
  }
  await passCovers(
    open,
    keeper.id,
    others.map(({ id }) => id)
  )
}

/** Into each collection that is not locked, just behind the duplicate, so that what somebody put in order stays so. */
async function collect(
  { trx, changeId, now }: Open,
  assetId: number,
  { by, collections }: { by: User; collections: Gains['collections'] }
) {
  const ids = collections.map(({ id }) => id)
  const free = await trx.from('collections').whereIn('id', ids).whereNull('locked_at').select('id')
  const isFree = new Set(free.map(({ id }) => id))
  for (const { id, rank: before } of collections.filter((each) => isFree.has(each.id))) {
    const inIt = () => trx.from('collection_assets').where('collection_id', id)
    const behind = await inIt().where('rank', '>', before).min('rank as rank').firstOrFail()
    const rank = behind.rank === null ? before + 1 : (before + Number(behind.rank)) / 2
    await trx.table('revisions').insert({
      change_id: changeId,
      asset_id: assetId,
      user_id: by.id,
      field: fieldOf(id),
      before: null,
      after: String(rank),
      created_at: now,
    })
    await trx.table('collection_assets').insert({ collection_id: id, asset_id: assetId, rank })
  }
}

/** A mark is its person's own, so each is given in the name of that person. */
async function mark({ trx, changeId }: Open, assetId: number, marks: Gains['marks']) {
  const people = await User.query({ client: trx }).whereIn(
    'id',
    marks.map(({ userId }) => userId)
  )
  for (const { userId, rating, favorite } of marks) {
    const by = people.find(({ id }) => id === userId)!
    const action = { assetIds: [assetId], by, trx, changeId }
    await rateAssets({ ...action, rating })
    await favoriteAssets({ ...action, favorite })
  }
}

/** Collections whose cover goes show the keeper instead; undo finds in the merge what they showed. */
async function passCovers({ trx, changeId }: Open, keeperId: number, otherIds: number[]) {
  const covers = await trx
    .from('collections')
    .whereIn('cover_asset_id', otherIds)
    .whereNull('locked_at')
    .select('id', 'cover_asset_id as assetId')
  if (!covers.length) return
  const merge = trx.from('duplicate_merges').where({ change_id: changeId, keeper_id: keeperId })
  const { body } = await merge.clone().firstOrFail()
  await merge.update({ body: JSON.stringify({ ...JSON.parse(body), covers }) })
  await trx
    .from('collections')
    .whereIn(
      'id',
      covers.map(({ id }) => id)
    )
    .update({ cover_asset_id: keeperId })
}
