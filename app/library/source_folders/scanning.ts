import { dirname } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { lstat } from 'node:fs/promises'
import { DateTime } from 'luxon'
import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import library from '#config/library'
import User from '#accounts/models/user'
import {
  importCopy,
  importInPlace,
  type ImportOptions,
  type ImportResult,
} from '#library/importing/importing'
import SourceFolder from '#library/models/source_folder'
import { newOrChanged, remember } from '#library/source_folders/known_files'
import { findLosses, noteVanished, otherRoot, rootOf } from '#library/source_folders/vanishing'
import { joinPath, walk, type WalkedFile } from '#library/source_folders/walking'

/** What one item of a scan is about: a file to import, or something that could not be read. */
export type ScanItem = Pick<WalkedFile, 'directory' | 'name'> | { problem: string }

export class FolderOffline extends Error {}

/**
 * What is new or changed in a folder. Throws FolderOffline, having changed
 * nothing, where the folder looks as if its disk were not there; `lossAccepted`
 * is a person's word that the files are really gone.
 */
export async function* findWork(folder: SourceFolder, lossAccepted: boolean) {
  await checkOnline(folder, lossAccepted)
  for await (const each of walk(folder.path)) {
    for (const { path, reason } of each.problems) {
      yield { label: path, payload: { problem: reason } as ScanItem }
    }
    for (const { directory, name } of await newOrChanged(folder, each)) {
      yield { label: joinPath(directory, name), payload: { directory, name } as ScanItem }
    }
  }
}

/**
 * Whether a scan would find anything to do. Reads names, sizes and times only; a folder that is
 * not there is noted as offline, and one that is as it was as looked through.
 */
export async function needsScan(folder: SourceFolder): Promise<boolean> {
  try {
    const { vanished } = await checkOnline(folder, false)
    if (vanished.length) return true
    for await (const each of walk(folder.path)) {
      const files = await newOrChanged(folder, each)
      if (files.length) return true
    }
    await folder.merge({ scannedAt: DateTime.now() }).save()
    return false
  } catch (error) {
    if (error instanceof FolderOffline) return false
    throw error
  }
}

/** Imports one file of a folder, in place or as a copy, and remembers that it was seen. */
export async function scanFile(
  folder: SourceFolder,
  { directory, name }: Pick<WalkedFile, 'directory' | 'name'>,
  record: NonNullable<ImportOptions['record']>
): Promise<ImportResult> {
  const path = joinPath(directory, name)
  const file = await settled(`${folder.path}/${path}`)
  if (!file) return { state: 'skipped', message: 'It was gone, or still being written.' }
  const noted = async (trx: TransactionClientContract, result: ImportResult) => {
    await requireStillHere(trx, folder)
    await remember(trx, folder.id, { directory, name, ...file }, result)
    await record(trx, result)
  }
  const options = {
    ...(await optionsOf(folder, noted)),
    besides: dirname(`${folder.path}/${path}`),
  }
  const result =
    folder.mode === 'copy'
      ? await importCopy(`${folder.path}/${path}`, path, { ...options, root: folder.path })
      : await importInPlace(folder, path, options)
  if (!result.recorded) await db.transaction((trx) => noted(trx, result))
  return result
}

/** Takes note of what is gone, once everything new is in, so that what was moved has its new place. */
export async function finishScan(
  folder: SourceFolder,
  lossAccepted: boolean,
  guard: (trx: TransactionClientContract) => Promise<unknown>
) {
  const { root, vanished } = await checkOnline(folder, lossAccepted)
  for (let start = 0; start < vanished.length; start += 100) {
    await db.transaction(async (trx) => {
      await guard(trx)
      if ((await rootOf(folder)) !== root) throw new FolderOffline(otherRoot)
      for (const file of vanished.slice(start, start + 100)) await noteVanished(trx, folder, file)
    })
  }
  await folder.merge({ scannedAt: DateTime.now(), offlineReason: null }).save()
}

/** A file in hand is not listed any more when its folder was taken out meanwhile. */
async function requireStillHere(trx: TransactionClientContract, { id }: SourceFolder) {
  const rows = SourceFolder.query({ client: trx }).where('id', id).whereNull('removed_at')
  if (!(await rows.first())) throw new Error('The folder is no longer in the library.')
}

async function checkOnline(folder: SourceFolder, lossAccepted: boolean) {
  const losses = await findLosses(folder, lossAccepted)
  const { offlineReason } = losses
  if (offlineReason || folder.offlineReason) await folder.merge({ offlineReason }).save()
  if (offlineReason) throw new FolderOffline(offlineReason)
  return losses
}

async function optionsOf(
  folder: SourceFolder,
  record: ImportOptions['record']
): Promise<ImportOptions> {
  return {
    owner: await User.findOrFail(folder.ownerId),
    visibility: folder.visibility,
    tags: folder.tag ? [folder.tag] : [],
    record,
  }
}

/** A file counts as finished when nothing changed in it for two seconds. Null where it never does. */
async function settled(path: string) {
  for (let attempt = 0; attempt < 3; attempt++) {
    const found = await lstat(path).catch(() => null)
    if (!found?.isFile()) return null
    const age = Date.now() - found.mtimeMs
    if (age < 0 || age >= library.quietMilliseconds) {
      return { size: found.size, modifiedAt: Math.floor(found.mtimeMs) }
    }
    await wait(library.quietMilliseconds - age)
  }
  return null
}
