import { constants } from 'node:fs'
import { access, realpath, stat } from 'node:fs/promises'
import { isAbsolute } from 'node:path'
import { DateTime } from 'luxon'
import db from '@adonisjs/lucid/services/db'
import library from '#config/library'
import { audit } from '#accounts/audit'
import type User from '#accounts/models/user'
import SourceFolderChanged from '#library/events/source_folder_changed'
import type { Visibility } from '#library/models/asset'
import SourceFolder from '#library/models/source_folder'
import { noteFolderRemoved } from '#library/source_folders/vanishing'
import { startRun } from '#queue/runs'

export interface FolderDetails {
  name: string
  path: string
  visibility: Visibility
  tag: string | null
  watched: boolean
  /** Whether Atelier may move files out of it, into the trash and back. */
  writable?: boolean
}

/** Why a path cannot be a source folder, in words for the field it was typed into. */
export class UnsuitablePath extends Error {}

/**
 * Takes a folder into the library and begins to scan it. One that was there before is known
 * again: what it held stays with whom it belonged to, what is new belongs to who added it.
 * Throws UnsuitablePath.
 */
export async function addSourceFolder(
  details: FolderDetails & { mode: SourceFolder['mode'] },
  by: User
): Promise<SourceFolder> {
  const path = await suitablePath(details.path)
  const former = await SourceFolder.findBy({ path })
  const folder = former ?? new SourceFolder()
  folder.merge({ ...details, path, ownerId: by.id, removedAt: null })
  await folder.save()
  await audit('source_folder.added', { by, ...auditSubject(folder), details: { path } })
  await SourceFolderChanged.dispatch({ id: folder.id })
  await scanSourceFolder(folder, by)
  return folder
}

/** Changes a folder; after its disk moved elsewhere the same files are found under the new path. */
export async function updateSourceFolder(folder: SourceFolder, details: FolderDetails, by: User) {
  const path = await suitablePath(details.path, folder)
  await refuseFormer(path, folder)
  folder.merge({ ...details, path })
  const isOtherwise = 'writable' in folder.$dirty || 'path' in folder.$dirty
  await folder.save()
  await audit('source_folder.changed', { by, ...auditSubject(folder), details: { path } })
  if (isOtherwise) await SourceFolderChanged.dispatch({ id: folder.id })
  await scanSourceFolder(folder, by)
}

/**
 * Takes a folder out of the library. Nothing is deleted: what was copied stays,
 * what lies in place is missing until the folder is added again.
 */
export async function removeSourceFolder(folder: SourceFolder, by: User) {
  await db.transaction(async (trx) => {
    await noteFolderRemoved(trx, folder)
    folder.useTransaction(trx)
    await folder.merge({ removedAt: DateTime.now(), offlineReason: null }).save()
    await audit('source_folder.removed', { by, trx, ...auditSubject(folder) })
  })
  await SourceFolderChanged.dispatch({ id: folder.id })
}

const auditSubject = ({ id, name }: SourceFolder) => ({
  subjectKind: 'source_folder',
  subjectId: id,
  subject: name,
})

/**
 * Starts a scan, or answers the one that is under way: there is never a second of one folder. One
 * that has not begun yet takes over the person's word that the files are really gone.
 */
export async function scanSourceFolder(
  folder: SourceFolder,
  by: { id: number } | null,
  { lossAccepted = false } = {}
) {
  const kind = 'library.scan_source_folder'
  const title = `Look for changes in “${folder.name}”`
  const { visibility, ownerId } = folder
  const payload = { sourceFolderId: folder.id, lossAccepted, visibility, ownerId }
  return db.transaction(async (trx) => {
    const uniqueKey = String(folder.id)
    const run = await startRun({ kind, title, user: by, payload, uniqueKey }, trx)
    if (run.state !== 'queued' || !lossAccepted) return run
    return run.merge({ payload }).useTransaction(trx).save()
  })
}

/** The real path of a folder that can be taken in. Throws UnsuitablePath with what is wrong. */
export async function suitablePath(typed: string, itself?: SourceFolder): Promise<string> {
  if (!isAbsolute(typed)) throw new UnsuitablePath('Give the whole path, beginning with “/”.')
  const path = await realpath(typed).catch(() => null)
  const found = path && (await stat(path).catch(() => null))
  if (!path || !found) throw new UnsuitablePath('There is no such folder on this machine.')
  if (!found.isDirectory()) throw new UnsuitablePath('This is a file, not a folder.')
  const readable = await access(path, constants.R_OK | constants.X_OK).catch(() => 'no')
  if (readable === 'no') throw new UnsuitablePath('Atelier may not read this folder.')
  const ours = await Promise.all([realpath(library.dataDir), realpath(library.trashDir)])
  if (ours.some((folder) => overlap(path, folder))) {
    throw new UnsuitablePath('This is where Atelier keeps its own files; choose another folder.')
  }
  await refuseOverlap(path, itself)
  return path
}

/** A folder that was removed keeps its path, for what lies there is still known by it. */
async function refuseFormer(path: string, itself: SourceFolder) {
  const former = await SourceFolder.query().where({ path }).whereNot('id', itself.id).first()
  if (!former) return
  throw new UnsuitablePath(
    `This was “${former.name}” before it was taken out of the library: add it again instead.`
  )
}

async function refuseOverlap(path: string, itself?: SourceFolder) {
  for (const other of await SourceFolder.query().whereNull('removed_at')) {
    if (other.id === itself?.id || !overlap(path, other.path)) continue
    throw new UnsuitablePath(
      `It overlaps “${other.name}” (${other.path}), which is in the library.`
    )
  }
}

const overlap = (one: string, other: string) =>
  one === other || one.startsWith(under(other)) || other.startsWith(under(one))

const under = (path: string) => (path.endsWith('/') ? path : `${path}/`)
