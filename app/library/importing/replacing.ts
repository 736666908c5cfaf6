import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type User from '#accounts/models/user'
import { failpoint } from '#core/failpoints'
import { inTransaction, timestamp, touch } from '#library/curation/changes'
import { decode } from '#library/decoding/decoder'
import { applyFacts } from '#library/facts'
import { fileColumns, replaceParsed } from '#library/importing/asset_rows'
import {
  type Arrival,
  type ImportOptions,
  type ImportResult,
  refuse,
} from '#library/importing/importing'
import {
  closeOperation,
  type Operation,
  placeOf,
  sha256Of,
  withPlaced,
} from '#library/importing/placing'
import { removeStaged, stageCopy, type Staged } from '#library/importing/staging'
import { lockImports } from '#library/importing/twins'
import Asset from '#library/models/asset'
import { locateOriginal } from '#library/originals'
import { Locked } from '#library/rights'

/**
 * Gives an asset another file, which lies in staging and leaves it. The former
 * file is kept as a version, with its row in the history; what the person wrote
 * about the asset stays. Refuses where a source folder holds other bytes by now. `note` writes
 * the result down in the same transaction.
 */
export async function replaceFile(
  asset: Asset,
  staged: { path: string; name: string },
  by: User,
  note?: ImportOptions['record']
): Promise<ImportResult> {
  const decoded = await decode(staged.path, staged.name)
  const result = refuse(decoded) ?? (await swap(asset, staged, { decoded, by, note }))
  await removeStaged(staged.path)
  return result
}

async function swap(
  asset: Asset,
  staged: { path: string; name: string },
  { decoded, by, note }: Pick<Arrival, 'decoded'> & Replacing
): Promise<ImportResult> {
  const { sha256, size } = decoded
  if (sha256 === asset.sha256) {
    return { state: 'skipped', message: 'This is the same file.', assetId: asset.id }
  }
  if (asset.deletedAt || asset.trashPath) {
    return { state: 'failed', message: inTrash, assetId: asset.id }
  }
  const former = await copyFormer(asset)
  if (former === 'changed') return { state: 'failed', message: changed, assetId: asset.id }
  const targetPath = placeOf(sha256, decoded.extension)
  const location = { sourceFolderId: null, path: targetPath }
  const arrival = { decoded, fileName: staged.name, location }
  const file = { stagedPath: staged.path, targetPath, sha256, size }
  return withKept(asset, former, (kept) =>
    withPlaced('replace', file, (operation) =>
      record(asset.id, arrival, { by, note, operation, kept })
    )
  )
}

interface Replacing {
  by: User
  note?: ImportOptions['record']
}

const inTrash =
  'Its file is in the trash, or on the way back: restore it first. Nothing was replaced.'
const changed =
  'The file in the source folder is no longer the one that was imported and cannot be kept as a version. Nothing was replaced.'

/** A copy of what lies in a source folder; null where there is nothing to copy: it is our own already, or missing. */
async function copyFormer(asset: Asset): Promise<Staged | 'changed' | null> {
  const located = asset.sourceFolderId === null ? null : await locateOriginal(asset)
  const copy = located && (await stageCopy(located.path).catch(whereMissing))
  if (!copy || (await sha256Of(copy.path)) === asset.sha256) return copy
  await removeStaged(copy.path)
  return 'changed'
}

function whereMissing(error: NodeJS.ErrnoException) {
  if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return null
  throw error
}

/** Source folders belong to others: what was in one is placed among our own originals first. */
async function withKept<T>(
  { sha256, extension }: Asset,
  former: Staged | null,
  write: (kept: Operation | null) => Promise<T>
) {
  if (!former) return write(null)
  const targetPath = placeOf(sha256, extension)
  const file = { stagedPath: former.path, targetPath, sha256, size: former.size }
  const result = await withPlaced('replace', file, write)
  await removeStaged(former.path)
  return result
}

async function record(
  assetId: number,
  arrival: Arrival,
  { by, note, operation, kept }: Replacing & { operation: Operation; kept: Operation | null }
): Promise<ImportResult> {
  const { sha256 } = arrival.decoded
  const result: ImportResult = { state: 'done', message: replaced, assetId, sha256 }
  await db.transaction(async (trx) => {
    await lockImports(trx)
    await closeOperation(trx, operation)
    if (kept) await closeOperation(trx, kept)
    const asset = await Asset.findOrFail(assetId, { client: trx })
    if (asset.deletedAt || asset.trashPath) throw new Error(inTrash)
    if (asset.lockedAt) throw new Locked()
    await keepVersion(trx, asset, { by, kept })
    const { fileName, location } = arrival
    await noteReplaced(trx, asset, { by, fileName })
    asset.merge({
      ...fileColumns(arrival),
      ...location,
      fileName,
      missingAt: null,
      driftedAt: null,
    })
    await asset.save()
    await replaceParsed(trx, assetId, arrival)
    await applyFacts(trx, assetId)
    await note?.(trx, result)
    await failpoint('replace.before_commit')
  })
  await failpoint('replace.after_commit')
  return { ...result, recorded: true }
}

const replaced = 'The file was replaced; the former one is kept as a version.'

async function keepVersion(
  trx: TransactionClientContract,
  asset: Asset,
  { by, kept }: { by: User; kept: Operation | null }
) {
  const isKept = kept?.sha256 === asset.sha256
  await trx.table('asset_versions').insert({
    asset_id: asset.id,
    file_name: asset.fileName,
    source_folder_id: isKept ? null : asset.sourceFolderId,
    path: isKept ? kept.targetPath : asset.path,
    mime: asset.mime,
    size: asset.size,
    sha256: asset.sha256,
    width: asset.width,
    height: asset.height,
    user_id: by.id,
    created_at: timestamp(trx),
  })
}

function noteReplaced(
  trx: TransactionClientContract,
  asset: Asset,
  { by, fileName }: { by: User; fileName: string }
) {
  const { id, fileName: before } = asset
  return inTransaction({ trx }, async (open) => {
    await trx.table('revisions').insert({
      change_id: open.changeId,
      asset_id: id,
      user_id: by.id,
      field: 'file',
      before,
      after: fileName,
      created_at: open.now,
    })
    await touch(open)
  })
}
