import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { collectAssets } from '#library/curation/collecting'
import { tagAssets } from '#library/curation/tagging'
import { findOrCreateTags } from '#library/curation/tags'
import type { ImportOptions } from '#library/importing/importing'
import type Asset from '#library/models/asset'

/** Gives a new asset the tags and the collection of its import. They are how it came, no change to undo. */
export async function attachNew(
  trx: TransactionClientContract,
  asset: Asset,
  { tags = [], collectionId }: ImportOptions,
  proposed: string[]
) {
  const found = await findOrCreateTags(trx, [...tags, ...proposed])
  const rows = found.map((tag) => ({
    tag_id: tag.id,
    position: asset.position,
    asset_id: asset.id,
  }))
  if (rows.length) await trx.table('asset_tags').multiInsert(rows)
  if (collectionId) await collect(trx, asset.id, collectionId)
}

/** What was here already gets them as by a person's hand, in its history and to be undone. */
export async function attachKnown(
  trx: TransactionClientContract,
  asset: Asset,
  { tags = [], collectionId, owner }: ImportOptions
) {
  const action = { assetIds: [asset.id], by: owner, trx }
  if (tags.length) await tagAssets({ ...action, names: tags })
  if (collectionId) await collectAssets({ ...action, collectionId })
}

async function collect(trx: TransactionClientContract, assetId: number, collectionId: number) {
  const { last } = await trx
    .from('collection_assets')
    .where('collection_id', collectionId)
    .max('rank as last')
    .firstOrFail()
  await trx
    .table('collection_assets')
    .insert({ collection_id: collectionId, asset_id: assetId, rank: (last ?? 0) + 1 })
}
