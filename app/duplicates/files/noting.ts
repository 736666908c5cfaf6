import { parse } from 'node:path'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { timestamp } from '#library/curation/changes'
import type Asset from '#library/models/asset'
import { remember } from '#library/source_folders/known_files'
import type { FileOperation } from '#duplicates/files/operations'

/** Tells the next scan of the folder what it will see, so that it takes the file for known. */
export async function noteFile(trx: TransactionClientContract, asset: Asset) {
  if (asset.sourceFolderId === null) return
  const { dir: directory, base: name } = parse(asset.path)
  const { size, modifiedAt, sha256, id: assetId } = asset
  const file = { directory, name, size, modifiedAt: Number(modifiedAt) }
  await remember(trx, asset.sourceFolderId, file, { sha256, assetId })
}

/** The line in the item's history. */
export async function noteRevision(
  trx: TransactionClientContract,
  { changeId, assetId, userId }: FileOperation,
  said: { field: 'linked' | 'place'; before: string | null; after: string }
) {
  await trx.table('revisions').insert({
    change_id: changeId,
    asset_id: assetId,
    user_id: userId,
    ...said,
    created_at: timestamp(trx),
  })
}
