import { rm } from 'node:fs/promises'
import { parse, posix } from 'node:path'
import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { failpoint } from '#core/failpoints'
import { trashPath } from '#core/paths'
import { lockImports } from '#library/importing/twins'
import type Asset from '#library/models/asset'
import SourceFolder from '#library/models/source_folder'
import { liesWithin, locateOriginal } from '#library/originals'
import { bringNear, FileStays, look, makeFolders, nameFile } from '#trash/files'
import { noteTrashed } from '#trash/manifest'
import type { Moved } from '#trash/moving'
import { dayOf, leave, Overtaken, settle, unchanged } from '#trash/rows'

/**
 * Moves the original of a hidden asset into the folder of the day. Order of
 * effects: a second name in the trash, its line in the manifest, the row, and
 * only then the old name goes.
 */
export async function moveIntoTrash(asset: Asset): Promise<Moved> {
  const readOnly = await readOnlyFolder(asset)
  if (readOnly) {
    await db.transaction(async (trx) => {
      await unchanged(trx, asset)
      await settle(trx, asset.id)
    })
    return { state: 'skipped', message: `Hidden. “${readOnly}” is read-only: its file stays.` }
  }
  const { path, seen } = await original(asset)
  const folder = dayOf(asset.deletedAt!)
  const near = await bringNear(path, trashPath(), asset)
  const to = `${folder}/${nameInTrash(asset)}`
  await makeFolders(trashPath(folder))
  await nameInPlaceOf(near, to, asset)
  await failpoint('trash.after_named')
  await noteTrashed(asset, to)
  await failpoint('trash.after_manifest')
  await record(asset, to, seen)
  await failpoint('trash.after_commit')
  return { state: 'done' }
}

/** The name of the folder that may not be written, where the file lies in one. */
async function readOnlyFolder({ sourceFolderId }: Asset) {
  if (sourceFolderId === null) return null
  const folder = await SourceFolder.findOrFail(sourceFolderId)
  return folder.writable && !folder.removedAt ? null : folder.name
}

async function original(asset: Asset) {
  const located = await locateOriginal(asset)
  const found = located && (await look(located.path))
  if (!found) throw new FileStays('The file is not where it was; it follows when it is back.')
  if (!found.isFile || !(await liesWithin(located.root, located.path)))
    throw new FileStays('This is a link or no plain file, and is not touched.')
  return { path: located.path, seen: found.seen }
}

/** The name begins with the number, so that no two are the same and each can be found by hand. */
function nameInTrash({ id, sha256, fileName }: Asset) {
  // eslint-disable-next-line no-control-regex
  const safe = posix.basename(fileName).replace(/[\u0000-\u001f/\\]/g, '_')
  return `${id}-${sha256.slice(0, 8)}-${safe.slice(-80)}`
}

/** What an attempt before this one left under the name is the same file, or makes room. */
async function nameInPlaceOf(near: string, to: string, asset: Asset) {
  if (!(await nameFile(near, trashPath(to)))) {
    await bringNear(trashPath(to), trashPath(), asset)
  }
  await rm(near, { force: true })
}

async function record(asset: Asset, to: string, seen: string) {
  try {
    await db.transaction(async (trx) => {
      const { sourceFolderId, path } = await unchanged(trx, asset)
      if (!(await look(trashPath(to)))) throw new Overtaken()
      await trx.from('assets').where('id', asset.id).update({ trash_path: to })
      await settle(trx, asset.id)
      await leave(trx, asset, { place: 'original', sourceFolderId, path, seen })
      await forgetPlace(trx, asset)
      await failpoint('trash.before_commit')
    })
  } catch (error) {
    if (error instanceof Overtaken) await db.transaction((trx) => discard(trx, to))
    throw error
  }
}

/** Takes back the second name that nobody needs, unless another move of the same file relies on it by now. */
async function discard(trx: TransactionClientContract, to: string) {
  await lockImports(trx)
  if (await trx.from('assets').where('trash_path', to).first()) return
  await rm(trashPath(to), { force: true })
}

/** The next scan does not miss what was moved away. */
async function forgetPlace(trx: TransactionClientContract, { sourceFolderId, path }: Asset) {
  if (sourceFolderId === null) return
  const { dir: directory, base: name } = parse(path)
  await trx
    .from('source_files')
    .where({ source_folder_id: sourceFolderId, directory, name })
    .delete()
}
