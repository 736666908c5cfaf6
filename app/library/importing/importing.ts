import { basename } from 'node:path'
import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type Asset from '#library/models/asset'
import type { Visibility } from '#library/models/asset'
import type SourceFolder from '#library/models/source_folder'
import { failpoint } from '#core/failpoints'
import { decode } from '#library/decoding/decoder'
import type { Decoded } from '#library/decoding/decoding'
import { saveThumbnail } from '#library/derivatives/derivatives'
import type { Layer } from '#library/facts'
import { createAsset, relocateAsset } from '#library/importing/asset_rows'
import {
  closeOperation,
  type Operation,
  place,
  placeOf,
  Undone,
  unplace,
} from '#library/importing/placing'
import { attach } from '#library/importing/attaching'
import { removeStaged, stageCopy } from '#library/importing/staging'
import { findTwin, lockImports } from '#library/importing/twins'

export interface ImportOptions {
  owner: { id: number }
  visibility: Visibility
  /** Names of tags every file of this import gets. */
  tags?: string[]
  collectionId?: number | null
  /** Takes tags, rating and notes that the file itself proposes. */
  proposals?: boolean
  /** What the person said about this file; goes into the layer of their own words. */
  own?: Layer
  /** Side files found next to it. */
  sidecars?: string[]
  /** Throws inside the transaction when this worker may no longer write. */
  guard?: (trx: TransactionClientContract) => Promise<void>
}

export interface ImportResult {
  state: 'done' | 'skipped' | 'failed'
  message?: string
  assetId?: number
  sha256?: string
}

/** A file on its way in, with all that is known of it, and where it will lie. */
export interface Arrival {
  decoded: Decoded
  fileName: string
  location: { sourceFolderId: number | null; path: string }
}

/** Imports a file that lies in staging, and removes it from there. `name` may hold the folders it came in. */
export async function importStaged(
  staged: { path: string; name: string; modifiedAt?: number | null },
  options: ImportOptions
): Promise<ImportResult> {
  const decoded = await decode(staged.path, staged.name)
  if (staged.modifiedAt) decoded.modifiedAt = staged.modifiedAt
  await failpoint('import.after_decode')
  const refusal = refuse(decoded)
  const result = refusal ?? (await placeAndRecord(staged, decoded, options))
  await removeStaged(staged.path)
  await failpoint('import.after_staging_removed')
  return result
}

/** Copies a file into the library and imports the copy; the file itself is not touched. */
export async function importCopy(
  path: string,
  name: string,
  options: ImportOptions
): Promise<ImportResult> {
  const staged = await stageCopy(path)
  return importStaged({ path: staged.path, name }, options)
}

/** Lists a file of a source folder where it lies. It is only read, never written. */
export async function importInPlace(
  folder: SourceFolder,
  path: string,
  options: ImportOptions
): Promise<ImportResult> {
  const decoded = await decode(`${folder.path}/${path}`, path)
  const refusal = refuse(decoded)
  if (refusal) return refusal
  await saveThumbnail(decoded)
  const location = { sourceFolderId: folder.id, path }
  return record({ decoded, fileName: basename(path), location }, options)
}

/** Why a file is not taken at all; everything else is kept, whether it can be shown or not. */
function refuse(decoded: Decoded): ImportResult | null {
  if (!decoded.size) return { state: 'failed', message: 'The file is empty.' }
  if (decoded.kind) return null
  return { state: 'skipped', message: 'This is no picture, video or sound.' }
}

async function placeAndRecord(
  staged: { path: string; name: string },
  decoded: Decoded,
  options: ImportOptions
): Promise<ImportResult> {
  await saveThumbnail(decoded)
  const path = placeOf(decoded.sha256, decoded.extension)
  const arrival = { decoded, fileName: staged.name, location: { sourceFolderId: null, path } }
  const here = await db.transaction((trx) => alreadyHere(trx, arrival, options))
  if (here) return here
  for (let attempt = 1; ; attempt++) {
    const operation = await place('place', {
      stagedPath: staged.path,
      targetPath: path,
      sha256: decoded.sha256,
      size: decoded.size,
    })
    try {
      return await record(arrival, options, operation)
    } catch (error) {
      if (!(error instanceof Undone) || attempt === 5) throw error
    }
  }
}

/** The one transaction that makes a file visible. */
async function record(
  arrival: Arrival,
  options: ImportOptions,
  operation?: Operation
): Promise<ImportResult> {
  const result = await db.transaction(async (trx) => {
    await lockImports(trx)
    await options.guard?.(trx)
    if (operation) await closeOperation(trx, operation)
    const here = await alreadyHere(trx, arrival, options)
    if (here && operation) await unplace(trx, operation)
    if (here) return here
    const asset = await createAsset(trx, arrival, options)
    await attach(trx, asset, options, proposalsOf(arrival, options))
    await failpoint('import.before_commit')
    return done(asset, arrival)
  })
  await failpoint('import.after_commit')
  return result
}

async function alreadyHere(
  trx: TransactionClientContract,
  arrival: Arrival,
  options: ImportOptions
): Promise<ImportResult | null> {
  const twin = await findTwin(trx, arrival.decoded.sha256, options.owner.id)
  if (!twin) return null
  const found = await relocateAsset(trx, twin, arrival)
  await attach(trx, twin, options, [])
  const message = found ? 'Found again; everything known about it is kept.' : 'Already here.'
  return {
    state: found ? 'done' : 'skipped',
    message,
    assetId: twin.id,
    sha256: arrival.decoded.sha256,
  }
}

function proposalsOf({ decoded }: Arrival, options: ImportOptions) {
  return options.proposals ? (decoded.metadata?.facts.tags ?? []) : []
}

function done(asset: Asset, { decoded }: Arrival): ImportResult {
  const message = decoded.brokenReason ?? decoded.noPreview ?? decoded.warnings[0]
  return { state: 'done', message, assetId: asset.id, sha256: decoded.sha256 }
}
