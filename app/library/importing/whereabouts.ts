import { lstat } from 'node:fs/promises'
import { DateTime } from 'luxon'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type { Arrival, ImportResult } from '#library/importing/importing'
import Asset from '#library/models/asset'
import SourceFolder from '#library/models/source_folder'

/**
 * Where the same bytes turn up after their file went missing, or was moved or
 * renamed: the row stays and points at the new place. Answers whether it did.
 */
export async function relocateAsset(
  trx: TransactionClientContract,
  asset: Asset,
  { location, fileName, decoded }: Arrival
): Promise<boolean> {
  if (!asset.missingAt && !(await wasMoved(trx, asset))) return false
  asset.merge({ ...location, fileName, modifiedAt: decoded.modifiedAt, missingAt: null })
  await asset.useTransaction(trx).save()
  return true
}

/** The asset whose file lies at this place of a source folder. */
export async function findAtPlace(trx: TransactionClientContract, { location }: Arrival) {
  if (location.sourceFolderId === null) return null
  return Asset.query({ client: trx })
    .where({ source_folder_id: location.sourceFolderId, path: location.path })
    .whereNull('deleted_at')
    .first()
}

/** Notes what a file known at its place looks like now. Other content is drift: nothing is replaced by it. */
export async function noteSeen(
  trx: TransactionClientContract,
  asset: Asset,
  { decoded }: Arrival
): Promise<ImportResult> {
  const same = asset.sha256 === decoded.sha256
  const wasMissing = asset.missingAt !== null
  asset.missingAt = null
  if (same) asset.merge({ driftedAt: null, modifiedAt: decoded.modifiedAt })
  else asset.driftedAt ??= DateTime.now()
  await asset.useTransaction(trx).save()
  if (!same) return { state: 'done', message: 'Its content changed on disk since it was imported.' }
  return wasMissing
    ? { state: 'done', message: 'Found again.' }
    : { state: 'skipped', message: 'Unchanged.' }
}

export async function noteMissing(trx: TransactionClientContract, asset: Asset) {
  asset.missingAt ??= DateTime.now()
  await asset.useTransaction(trx).save()
}

/** Whether a file left its place, while the folder it lay in is there. */
async function wasMoved(trx: TransactionClientContract, asset: Asset) {
  if (asset.sourceFolderId === null) return false
  const folder = await SourceFolder.find(asset.sourceFolderId, { client: trx })
  if (!folder || folder.offlineReason || !(await exists(folder.path))) return false
  return !(await exists(`${folder.path}/${asset.path}`))
}

async function exists(path: string) {
  return lstat(path).then(
    () => true,
    (error) => error.code !== 'ENOENT' && error.code !== 'ENOTDIR'
  )
}
