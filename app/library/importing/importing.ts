import { basename } from 'node:path'
import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type User from '#accounts/models/user'
import type { Visibility } from '#library/models/asset'
import type SourceFolder from '#library/models/source_folder'
import { failpoint } from '#core/failpoints'
import { decode } from '#library/decoding/decoder'
import { addRecipe, type Decoded } from '#library/decoding/decoding'
import { inPlainWords } from '#library/decoding/reasons'
import type { Layer } from '#library/facts'
import { createAsset } from '#library/importing/asset_rows'
import { findAtPlace, noteMissing, noteSeen, relocateAsset } from '#library/importing/whereabouts'
import {
  closeOperation,
  type Operation,
  placeOf,
  unplace,
  withPlaced,
} from '#library/importing/placing'
import { attachKnown, attachNew } from '#library/importing/attaching'
import { removeStaged, stageCopy } from '#library/importing/staging'
import { findTrashed, findTwin, lockImports } from '#library/importing/twins'

export interface ImportOptions {
  owner: User
  visibility: Visibility
  /** Names of tags every file of this import gets. */
  tags?: string[]
  collectionId?: number | null
  /** Takes tags and a rating that the file itself proposes; its notes are a fact like others. */
  proposals?: boolean
  /** How it was ordered, as a flat object: kept beside the file's own chunks and read before them. */
  recipe?: Record<string, unknown>
  /** What the person said about this file; goes into the layer of their own words. */
  own?: Layer
  /** Where the file came from, when side files may lie there under its name. */
  besides?: string
  /**
   * Writes the result down in the transaction of its effect, and throws where
   * this worker may no longer write.
   */
  record?: (trx: TransactionClientContract, result: ImportResult) => Promise<unknown>
}

export interface ImportResult {
  state: 'done' | 'skipped' | 'failed'
  message?: string
  assetId?: number
  sha256?: string
  /** Whether `record` was called with it. */
  recorded?: boolean
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
  const decoded = await decode(staged.path, staged.name, options.besides)
  if (staged.modifiedAt) decoded.modifiedAt = staged.modifiedAt
  if (options.recipe) addRecipe(decoded, options.recipe)
  await failpoint('import.after_decode')
  const result = refuse(decoded) ?? (await placeAndRecord(staged, decoded, options))
  await removeStaged(staged.path)
  await failpoint('import.after_staging_removed')
  return result
}

/** Copies a file, which may not lie outside `root`, into the library and imports the copy; the file itself is not touched. */
export async function importCopy(
  path: string,
  name: string,
  options: ImportOptions & { root?: string }
): Promise<ImportResult> {
  const staged = await stageCopy(path, options.root)
  return importStaged({ path: staged.path, name }, options)
}

/** Lists a file of a source folder where it lies. It is only read, never written. */
export async function importInPlace(
  folder: SourceFolder,
  path: string,
  options: ImportOptions
): Promise<ImportResult> {
  const decoded = await decode(`${folder.path}/${path}`, path, options.besides, folder.path)
  const refusal = refuse(decoded)
  if (refusal) return refusal
  const location = { sourceFolderId: folder.id, path }
  return record({ decoded, fileName: basename(path), location }, options)
}

/** Why a file is not taken at all; everything else is kept, whether it can be shown or not. */
export function refuse(decoded: Decoded): ImportResult | null {
  if (!decoded.size) return { state: 'skipped', message: 'The file is empty.' }
  if (decoded.kind) return null
  return { state: 'skipped', message: 'This is no picture, video or sound.' }
}

async function placeAndRecord(
  staged: { path: string; name: string },
  decoded: Decoded,
  options: ImportOptions
): Promise<ImportResult> {
  const path = placeOf(decoded.sha256, decoded.extension)
  const arrival = { decoded, fileName: staged.name, location: { sourceFolderId: null, path } }
  const { sha256, size } = decoded
  const file = { stagedPath: staged.path, targetPath: path, sha256, size }
  return withPlaced('place', file, (operation) => record(arrival, options, operation))
}

/** The one transaction that makes a file visible. */
async function record(
  arrival: Arrival,
  options: ImportOptions,
  operation?: Operation
): Promise<ImportResult> {
  const result = await db.transaction(async (trx) => {
    await lockImports(trx)
    if (operation) await closeOperation(trx, operation)
    const outcome =
      (await sameFile(trx, arrival, options)) ??
      (await alreadyHere(trx, arrival, options)) ??
      (await inTrash(trx, arrival, options)) ??
      (await create(trx, arrival, options))
    if (operation && !outcome.placed) await unplace(trx, operation)
    await options.record?.(trx, outcome.result)
    await failpoint('import.before_commit')
    return { ...outcome.result, recorded: true }
  })
  await failpoint('import.after_commit')
  return result
}

/** Whether the file's place is now an asset's, and what to tell. */
interface Outcome {
  placed: boolean
  result: ImportResult
}

async function create(
  trx: TransactionClientContract,
  arrival: Arrival,
  options: ImportOptions
): Promise<Outcome> {
  const { decoded } = arrival
  const asset = await createAsset(trx, arrival, options)
  await attachNew(trx, asset, options, arrival)
  const reason = decoded.brokenReason ?? decoded.noPreview
  const message = reason ? inPlainWords(reason).sentence : decoded.warnings[0]
  const result: ImportResult = { state: 'done', message, assetId: asset.id, sha256: decoded.sha256 }
  return { placed: true, result }
}

/** A file of a source folder that was read before, found unchanged or with other content. */
async function sameFile(
  trx: TransactionClientContract,
  arrival: Arrival,
  options: ImportOptions
): Promise<Outcome | null> {
  const asset = await findAtPlace(trx, arrival)
  if (!asset) return null
  const { sha256 } = arrival.decoded
  if (asset.sha256 !== sha256) {
    const moved = await findTwin(trx, sha256, options.owner)
    if (moved && (await relocateAsset(trx, moved, arrival))) {
      await noteMissing(trx, asset)
      return { placed: true, result: { ...foundAgain, assetId: moved.id, sha256 } }
    }
  }
  const state = await noteSeen(trx, asset, arrival)
  return { placed: true, result: { ...state, assetId: asset.id, sha256 } }
}

const foundAgain: ImportResult = {
  state: 'done',
  message: 'Found again; everything known about it is kept.',
}

async function alreadyHere(
  trx: TransactionClientContract,
  arrival: Arrival,
  options: ImportOptions
): Promise<Outcome | null> {
  const { sha256 } = arrival.decoded
  const twin = await findTwin(trx, sha256, options.owner)
  if (!twin) return null
  const relocated = await relocateAsset(trx, twin, arrival)
  await attachKnown(trx, twin, options, arrival)
  const result: ImportResult = relocated
    ? foundAgain
    : { state: 'skipped', message: 'Already here.' }
  return { placed: relocated, result: { ...result, assetId: twin.id, sha256 } }
}

/** What somebody threw away does not come back by itself; its row follows a file that was moved in its folder. */
async function inTrash(
  trx: TransactionClientContract,
  arrival: Arrival,
  options: ImportOptions
): Promise<Outcome | null> {
  const { sha256 } = arrival.decoded
  const trashed = await findTrashed(trx, sha256, options.owner)
  if (!trashed) return null
  const liesInFolder = !trashed.trashPath && arrival.location.sourceFolderId !== null
  if (liesInFolder) await relocateAsset(trx, trashed, arrival)
  const message = 'It is in the trash: restore it there, or purge it and import it again.'
  return { placed: false, result: { state: 'skipped', message, assetId: trashed.id, sha256 } }
}
