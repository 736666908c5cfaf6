import { lstat, readdir, stat } from 'node:fs/promises'
import { DateTime } from 'luxon'
import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import Asset from '#library/models/asset'
import type SourceFolder from '#library/models/source_folder'
import {
  countKnown,
  forget,
  type KnownFile,
  knownDirectories,
  knownFiles,
  newOrChanged,
  pathOf,
} from '#library/source_folders/known_files'
import { walk } from '#library/source_folders/walking'

/** Losing more than this share at once looks like a disk that is not there. */
const tooMuch = 0.2

/** What one look at a folder found. */
export interface Losses {
  /** Which folder lay at the path then; another disk has another. Null: none. */
  root: string | null
  /** Why nothing should be concluded from it; null when all is well. */
  offlineReason: string | null
  /** The known files that are there no more. */
  vanished: KnownFile[]
}

/**
 * Looks once for what is gone. There is a reason to conclude nothing where the
 * folder is not there, empty, or more than a fifth of its files are gone, the
 * last two unless a person said that the files are really gone.
 */
export async function findLosses(folder: SourceFolder, lossAccepted = false): Promise<Losses> {
  const root = await rootOf(folder)
  const offline = (offlineReason: string) => ({ root, offlineReason, vanished: [] })
  if (!root) return offline('The folder is not there. Is the disk mounted?')
  const entries = await readdir(folder.path).catch(() => null)
  if (!entries) return offline('Atelier may not read the folder.')
  const known = await countKnown(folder.id)
  if (!lossAccepted && known && !entries.length) {
    return offline('The folder is empty. Is the disk mounted?')
  }
  const vanished = await vanishedFiles(folder)
  if ((await rootOf(folder)) !== root) return offline(otherRoot)
  if (!lossAccepted && vanished.length > known * tooMuch) {
    const gone = await withoutMoved(folder, vanished)
    const before = known - (vanished.length - gone.length)
    if (gone.length > before * tooMuch) return offline(tooMany(gone.length, before))
  }
  return { root, offlineReason: null, vanished }
}

const tooMany = (gone: number, known: number) =>
  `${gone} of ${known} files are gone. Nothing was changed: if they are really gone, say so; else look whether the right disk is mounted.`

export const otherRoot = 'The folder was exchanged for another while it was looked through.'

/** Tells the folder at the path from another that is mounted or moved there later. */
export async function rootOf(folder: SourceFolder) {
  const found = await stat(folder.path).catch(() => null)
  return found?.isDirectory() ? `${found.dev} ${found.ino}` : null
}

/** Of what vanished, the files that are not seen elsewhere in the folder, before or after they are imported. */
async function withoutMoved(folder: SourceFolder, vanished: KnownFile[]) {
  const places = new Set(vanished.map(pathOf))
  const arrived = new Set<string>()
  const contents = new Set<string>()
  for await (const each of walk(folder.path)) {
    for (const file of await newOrChanged(folder, each))
      arrived.add(`${file.size} ${file.modifiedAt}`)
    const known = await knownFiles(folder.id, each.directory)
    for (const file of known.values())
      if (file.sha256 && !places.has(pathOf(file))) contents.add(file.sha256)
  }
  return vanished.filter(
    (file) =>
      !arrived.has(`${file.size} ${file.modified_at}`) &&
      !(file.sha256 && contents.has(file.sha256))
  )
}

/** The files seen before that are there no more. What lies in folders that cannot be read does not count. */
async function vanishedFiles(folder: SourceFolder): Promise<KnownFile[]> {
  const vanished: KnownFile[] = []
  for (const directory of await knownDirectories(folder.id)) {
    const names = await namesIn(directory ? `${folder.path}/${directory}` : folder.path)
    if (!names) continue
    const known = await knownFiles(folder.id, directory)
    for (const [name, file] of known) if (!names.has(name)) vanished.push(file)
  }
  return vanished
}

/**
 * Takes note that a file is gone. Its asset moves on to another copy in the
 * folder where there is one, else it is missing; it is never deleted.
 */
export async function noteVanished(
  trx: TransactionClientContract,
  folder: SourceFolder,
  file: KnownFile
) {
  await forget(trx, folder.id, file)
  if (!file.asset_id || folder.mode === 'copy') return
  const asset = await Asset.find(file.asset_id, { client: trx })
  if (!asset || asset.sourceFolderId !== folder.id || asset.path !== pathOf(file)) return
  const other = await otherCopy(trx, folder, asset)
  if (other) asset.merge({ path: pathOf(other), fileName: other.name })
  else asset.missingAt ??= DateTime.now()
  await asset.save()
}

async function otherCopy(trx: TransactionClientContract, folder: SourceFolder, asset: Asset) {
  const copies: KnownFile[] = await trx
    .from('source_files')
    .where({ source_folder_id: folder.id, asset_id: asset.id, sha256: asset.sha256 })
  for (const copy of copies) {
    const found = await lstat(`${folder.path}/${pathOf(copy)}`).catch(() => null)
    if (found?.isFile()) return copy
  }
  return null
}

/** Null where the folder is there but cannot be read. */
async function namesIn(path: string): Promise<Set<string> | null> {
  try {
    return new Set(await readdir(path))
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    return code === 'ENOENT' || code === 'ENOTDIR' ? new Set() : null
  }
}

/** Every asset of a folder that is taken out of the library is missing from then on. */
export async function noteFolderRemoved(trx: TransactionClientContract, folder: SourceFolder) {
  const now = DateTime.now().toFormat(db.connection().dialect.dateTimeFormat)
  await trx.from('source_files').where('source_folder_id', folder.id).delete()
  await trx
    .from('assets')
    .where('source_folder_id', folder.id)
    .whereNull('missing_at')
    .update({ missing_at: now })
}
