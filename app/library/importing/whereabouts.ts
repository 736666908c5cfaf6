import { lstat } from 'node:fs/promises'
import { parse } from 'node:path'
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
  await forgetSuccessor(trx, asset)
  asset.merge({ ...location, fileName, modifiedAt: decoded.modifiedAt })
  await asset.merge({ missingAt: null, driftedAt: null }).useTransaction(trx).save()
  return true
}

/** What took the place of a file was known as that file's drift; it is listed by the next scan. */
async function forgetSuccessor(trx: TransactionClientContract, asset: Asset) {
  if (asset.sourceFolderId === null) return
  const { dir: directory, base: name } = parse(asset.path)
  await trx
    .from('source_files')
    .where({ source_folder_id: asset.sourceFolderId, directory, name, asset_id: asset.id })
    .whereNot('sha256', asset.sha256)
    .delete()
}

/** The asset whose file lies at this place of a source folder. */
export async function findAtPlace(trx: TransactionClientContract, { location }: Arrival) {
  if (location.sourceFolderId === null) return null
  return Asset.query({ client: trx })
    .where({ source_folder_id: location.sourceFolderId, path: location.path })
    .whereNull('deleted_at')
    .orderByRaw('missing_at is not null')
    .orderBy('id')
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

/**
 * Whether a file left its place, while the folder it lay in is there. Another
 * file that took its name since is told by its size and time of change.
 */
async function wasMoved(trx: TransactionClientContract, asset: Asset) {
  if (asset.sourceFolderId === null) return false
  const folder = await SourceFolder.find(asset.sourceFolderId, { client: trx })
  if (!folder || folder.offlineReason || !(await lookAt(folder.path))) return false
  const found = await lookAt(`${folder.path}/${asset.path}`)
  if (found === 'unreadable') return false
  return found?.size !== asset.size || Math.floor(found.mtimeMs) !== Number(asset.modifiedAt)
}

/** Null where nothing is. */
async function lookAt(path: string) {
  return lstat(path).catch((error) =>
    error.code === 'ENOENT' || error.code === 'ENOTDIR' ? null : ('unreadable' as const)
  )
}
