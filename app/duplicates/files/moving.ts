import { lstat, rename, rm } from 'node:fs/promises'
import { dirname, parse } from 'node:path'
import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type User from '#accounts/models/user'
import { failpoint } from '#core/failpoints'
import type { Open } from '#library/curation/changes'
import { sha256Of } from '#library/importing/placing'
import { syncPath } from '#library/importing/staging'
import { lockImports } from '#library/importing/twins'
import Asset from '#library/models/asset'
import { locateOriginal } from '#library/originals'
import { forget } from '#library/source_folders/known_files'
import { bringNear, FileStays, look, nameFile } from '#trash/files'
import { leaveName } from '#duplicates/files/clearing'
import { folderOfMove, writableFolder } from '#duplicates/files/folders'
import { noteFile, noteRevision } from '#duplicates/files/noting'
import {
  closeOperation,
  orderOperations,
  Overtaken,
  type FileOperation,
} from '#duplicates/files/operations'
import { areLinked, isShared } from '#duplicates/files/sharing'
import { rebuildSmallGroups } from '#duplicates/groups/rebuilding'
import type { Member } from '#duplicates/members'
import { Refused } from '#duplicates/refusing'

/** Where an asset's original lies: a source folder or, null, our own originals, and the path below it. */
export interface Place {
  sourceFolderId: number | null
  path: string
  fileName: string
}

/** Writes down that these files move to a writable folder, under the names that were free. Throws Refused where one may not leave. */
export async function planMoves(
  open: Open,
  moves: { members: Member[]; names: Map<number, string>; folderId?: number; by: User }
) {
  const { members, names, by } = moves
  const folder = await folderOfMove(open.trx, moves)
  const leaving = members.filter(({ sourceFolderId }) => sourceFolderId !== folder.id)
  for (const id of new Set(leaving.map(({ sourceFolderId }) => sourceFolderId))) {
    if (id !== null) await writableFolder(open.trx, id, by)
  }
  await orderOperations(
    open,
    leaving.map((member) => {
      const path = names.get(member.id)
      if (!path) throw new Refused(`“${member.fileName}” changed just now. Nothing was changed.`)
      const { id: assetId, path: from, sha256, size } = member
      const former = placeOf({ ...member, path: member.relativePath })
      const place = { sourceFolderId: folder.id, path, fileName: path, former }
      const to = `${folder.path}/${path}`
      return { verb: 'move', assetId, userId: by.id, from, to, sha256, size, place }
    })
  )
}

/**
 * Moves an original: a second name in the new folder (across disks, and where another item has the
 * same original, a copy, read back), the row, and only then the old name goes. May be repeated after
 * a crash at any step.
 */
export async function moveFile(operation: FileOperation) {
  const asset = await Asset.find(operation.assetId)
  const located = asset && (await locateOriginal(asset))
  if (!asset || located?.path !== operation.from) throw new FileStays('It was moved meanwhile.')
  if (asset.deletedAt) throw new FileStays('It was put into the trash meanwhile.')
  if (asset.lockedAt) throw new FileStays('It was locked meanwhile.')
  const found = await look(operation.from)
  if (!found?.isFile) throw new FileStays('The file is not where it was, or no plain file.')
  await nameInPlace(asset, operation)
  await failpoint('move.after_named')
  await record(asset, operation, found.seen)
  await failpoint('move.after_commit')
}

async function nameInPlace(asset: Asset, operation: FileOperation) {
  const { from, to, sha256 } = operation
  /** A folder is there by now: making it would put the file under what is mounted later. */
  if (!(await look(dirname(to)))) throw new FileStays(`The folder of “${to}” is not there.`)
  const copies = await isShared(db.connection(), operation, asset, asset.id)
  const near = await bringNear(from, dirname(to), asset, { copies })
  await failpoint('move.after_near')
  if (copies && (await areLinked(from, to))) return putCopy(near, to)
  const named = await nameFile(near, to)
  await rm(near, { force: true })
  if (!named && !(await isOurs(to, sha256))) throw new FileStays(`“${to}” is taken by now.`)
}

/** In the place of the link that an attempt before this one made, when no other item had the original. */
async function putCopy(near: string, to: string) {
  await rename(near, to)
  await syncPath(dirname(to))
}

/** What an attempt before this one left there: our bytes, and no row that speaks of them. */
async function isOurs(to: string, sha256: string) {
  const known = await db
    .from('assets as a')
    .join('source_folders as f', 'f.id', 'a.source_folder_id')
    .whereRaw("f.path || '/' || a.path = ?", [to])
    .first()
  return !known && (await sha256Of(to)) === sha256
}

async function record(before: Asset, operation: FileOperation, seen: string) {
  const { sourceFolderId, path, fileName } = operation.place as Place
  const { mtimeMs } = await lstat(operation.to)
  await db.transaction(async (trx) => {
    await lockImports(trx)
    await closeOperation(trx, operation)
    const asset = await Asset.find(before.id, { client: trx })
    if (asset?.path !== before.path || asset.sha256 !== before.sha256 || asset.deletedAt) {
      throw new Overtaken()
    }
    await refuseLink(trx, operation, asset)
    await leaveName(trx, operation, { ...placeOf(asset), seen })
    await forgetPlace(trx, asset)
    const place = { sourceFolderId, path, fileName }
    await asset.merge({ ...place, modifiedAt: Math.floor(mtimeMs) }).save()
    await noteFile(trx, asset)
    await rebuildSmallGroups(trx, [asset.id])
    const { from, to, place: wanted } = operation
    /** On the way back the history has it already: the move is marked as undone. */
    if (wanted!.former) {
      await noteRevision(trx, operation, { field: 'place', before: from, after: to })
    }
    await failpoint('move.before_commit')
  })
}

/** Somebody painting over the one would change the other, and neither could be purged. */
async function refuseLink(trx: TransactionClientContract, operation: FileOperation, asset: Asset) {
  if (!(await isShared(trx, operation, asset, asset.id))) return
  if (!(await areLinked(operation.from, operation.to))) return
  throw new Error('Another item has the same file since a moment ago. It is copied later.')
}

const placeOf = ({ sourceFolderId, path, fileName }: Place): Place => ({
  ...{ sourceFolderId, path, fileName },
})

async function forgetPlace(trx: TransactionClientContract, { sourceFolderId, path }: Asset) {
  if (sourceFolderId === null) return
  const { dir: directory, base: name } = parse(path)
  await forget(trx, sourceFolderId, { directory, name })
}
