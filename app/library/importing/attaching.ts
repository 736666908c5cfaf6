import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { DateTime } from 'luxon'
import type Asset from '#library/models/asset'
import type { ImportOptions } from '#library/importing/importing'

/** Gives an asset the tags and the collection of its import. Doing it twice changes nothing. */
export async function attach(
  trx: TransactionClientContract,
  asset: Asset,
  options: ImportOptions,
  proposed: string[]
) {
  const names = [...(options.tags ?? []), ...proposed]
  const slugs = new Map(names.map((name) => [slugOf(name), name.trim().slice(0, 100)]))
  slugs.delete('')
  for (const [slug, name] of slugs) await tag(trx, asset, await tagId(trx, slug, name))
  if (options.collectionId) await collect(trx, asset.id, options.collectionId)
}

const slugOf = (name: string) =>
  name
    .trim()
    .toLowerCase()
    .replace(/[\s_]+/g, '_')
    .slice(0, 100)

async function tagId(trx: TransactionClientContract, slug: string, name: string): Promise<number> {
  const alias = await trx.from('tag_aliases').where('slug', slug).first()
  if (alias) return alias.tag_id
  const found = await trx.from('tags').where('slug', slug).first()
  if (found) return found.id
  const createdAt = DateTime.now().toFormat(trx.dialect.dateTimeFormat)
  const [row] = await trx
    .insertQuery()
    .table('tags')
    .returning('id')
    .insert({ name, slug, created_at: createdAt })
  return row.id ?? row
}

async function tag(trx: TransactionClientContract, asset: Asset, id: number) {
  await trx
    .insertQuery()
    .table('asset_tags')
    .knexQuery.insert({ tag_id: id, position: asset.position, asset_id: asset.id })
    .onConflict(['asset_id', 'tag_id'])
    .ignore()
}

async function collect(trx: TransactionClientContract, assetId: number, collectionId: number) {
  const { last } = await trx
    .from('collection_assets')
    .where('collection_id', collectionId)
    .max('rank as last')
    .firstOrFail()
  await trx
    .insertQuery()
    .table('collection_assets')
    .knexQuery.insert({ collection_id: collectionId, asset_id: assetId, rank: (last ?? 0) + 1 })
    .onConflict(['collection_id', 'asset_id'])
    .ignore()
}
