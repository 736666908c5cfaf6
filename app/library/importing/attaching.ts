import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type User from '#accounts/models/user'
import { collectAssets } from '#library/curation/collecting'
import { rateAssets } from '#library/curation/marking'
import { tagAssets } from '#library/curation/tagging'
import { findOrCreateTags } from '#library/curation/tags'
import type { Arrival, ImportOptions } from '#library/importing/importing'
import type { SourcedFacts } from '#library/metadata/reading'
import type Asset from '#library/models/asset'

/**
 * Gives a new asset the tags and the collection of its import. They are how it came, no change to
 * undo; a rating is its owner's word, and in the history like any other.
 */
export async function attachNew(
  trx: TransactionClientContract,
  asset: Asset,
  { tags = [], collectionId, owner, proposals }: ImportOptions,
  arrival: Arrival
) {
  const proposed = proposals ? proposedBy(arrival) : {}
  const found = await findOrCreateTags(trx, [...tags, ...(proposed.tags ?? [])])
  const rows = found.map((tag) => ({
    tag_id: tag.id,
    position: asset.position,
    asset_id: asset.id,
  }))
  if (rows.length) await trx.table('asset_tags').multiInsert(rows)
  if (collectionId) await collect(trx, asset.id, collectionId)
  await rateAsProposed(trx, asset, { by: owner, rating: proposed.rating })
}

/** What was here already gets them as by a person's hand, in its history and to be undone. */
export async function attachKnown(
  trx: TransactionClientContract,
  asset: Asset,
  { tags = [], collectionId, owner, proposals }: ImportOptions,
  arrival: Arrival
) {
  const proposed = proposals ? proposedBy(arrival) : {}
  const action = { assetIds: [asset.id], by: owner, trx }
  const names = [...tags, ...(proposed.tags ?? [])]
  if (names.length) await tagAssets({ ...action, names })
  if (collectionId) await collectAssets({ ...action, collectionId })
  await rateAsProposed(trx, asset, { by: owner, rating: proposed.rating })
}

/** What a file itself says that a person would say, for who wants it taken over. */
function proposedBy({ decoded }: Arrival): Pick<SourcedFacts, 'tags' | 'rating'> {
  return decoded.metadata?.facts ?? {}
}

/** Who rated it once, or took a rating away, has said what they think. */
async function rateAsProposed(
  trx: TransactionClientContract,
  { id }: Asset,
  { by, rating }: { by: User; rating?: number }
) {
  if (!rating) return
  const own = { asset_id: id, user_id: by.id }
  const spoken = await trx.from('revisions').where(own).where('field', 'rating').first()
  const mark = await trx.from('marks').where(own).whereNotNull('rating').first()
  if (!spoken && !mark) await rateAssets({ assetIds: [id], by, trx, rating })
}

/** To the end of the collection, unless that is locked. */
async function collect(trx: TransactionClientContract, assetId: number, collectionId: number) {
  await trx.rawQuery(
    `INSERT INTO collection_assets (collection_id, asset_id, rank)
     SELECT c.id, ?, coalesce((SELECT max(rank) FROM collection_assets WHERE collection_id = c.id), 0) + 1
     FROM collections c WHERE c.id = ? AND c.locked_at IS NULL`,
    [assetId, collectionId]
  )
}
