import { rm } from 'node:fs/promises'
import { basename, dirname, posix } from 'node:path'
import { DateTime } from 'luxon'
import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { failpoint } from '#core/failpoints'
import { originalsPath, trashPath } from '#core/paths'
import { placeOf, sha256Of } from '#library/importing/placing'
import type Asset from '#library/models/asset'
import SourceFolder from '#library/models/source_folder'
import { bringNear, FileStays, look, nameFile, passingName } from '#trash/files'
import type { Moved } from '#trash/moving'
import { leave, settle, unchanged } from '#trash/rows'

/** Where a file goes back to: its old place, or our own originals where that folder is not there or read-only now. */
interface Home {
  root: string
  sourceFolderId: number | null
  path: string
}

/** Brings the original of a restored asset back, never in place of another file. */
export async function moveBack(asset: Asset): Promise<Moved> {
  const from = asset.trashPath!
  const found = await look(trashPath(from))
  if (!found) return givenUp(asset)
  if (!found.isFile) throw new FileStays('What lies in the trash under its name is no plain file.')
  const home = await homeOf(asset)
  const near = await bringNear(trashPath(from), dirname(`${home.root}/${home.path}`), asset)
  const path = await record(asset, home, near).finally(() => rm(near, { force: true }))
  await failpoint('restore.after_commit')
  if (home.sourceFolderId !== asset.sourceFolderId)
    return {
      state: 'done',
      message: 'Its folder cannot be written; it is in the library’s own now.',
    }
  return { state: 'done', message: path === asset.path ? undefined : `Restored as ${path}` }
}

/** Removes what a killed attempt left on its way, of an asset whose file is where it belongs or not needed any more. */
export async function removePassing(asset: Asset) {
  const home = await homeOf(asset)
  for (const folder of [trashPath(), dirname(`${home.root}/${home.path}`)])
    await rm(passingName(folder, asset), { force: true })
}

/** The asset is back all the same, with everything known about it, and is missing its file. */
async function givenUp(asset: Asset): Promise<Moved> {
  await db.transaction(async (trx) => {
    await unchanged(trx, asset)
    await trx
      .from('assets')
      .where('id', asset.id)
      .update({ trash_path: null, missing_at: DateTime.now().toFormat(trx.dialect.dateTimeFormat) })
    await settle(trx, asset.id)
  })
  return { state: 'skipped', message: 'Its file is no longer in the trash folder.' }
}

async function homeOf({ sourceFolderId, path, sha256, extension, $trx }: Asset): Promise<Home> {
  const folder =
    sourceFolderId === null ? null : await SourceFolder.findOrFail(sourceFolderId, { client: $trx })
  const there = folder?.writable && !folder.removedAt && (await look(folder.path))
  if (folder && there) return { root: folder.path, sourceFolderId, path }
  const own = sourceFolderId === null ? path : placeOf(sha256, extension)
  return { root: originalsPath(), sourceFolderId: null, path: own }
}

/** Name and row in one transaction, so that nobody takes either for unused in between. */
async function record(asset: Asset, home: Home, near: string) {
  return db.transaction(async (trx) => {
    await unchanged(trx, asset)
    const path = await nameBeside(trx, asset, home, near)
    await rm(near, { force: true })
    await failpoint('restore.after_named')
    const { sourceFolderId } = home
    const fileName = path === home.path ? asset.fileName : posix.basename(path)
    await trx
      .from('assets')
      .where('id', asset.id)
      .update({
        source_folder_id: sourceFolderId,
        path,
        file_name: sourceFolderId === null ? asset.fileName : fileName,
        trash_path: null,
        missing_at: null,
      })
    await settle(trx, asset.id)
    const place = { place: 'trash' as const, path: asset.trashPath!, sourceFolderId: null }
    await leave(trx, asset, { ...place, seen: null })
    await failpoint('restore.before_commit')
    return path
  })
}

/** The old name; where something else has it, `name (restored).png`, `name (restored 2).png` … */
async function nameBeside(
  trx: TransactionClientContract,
  asset: Asset,
  home: Home,
  near: string
): Promise<string> {
  for (let attempt = 0; attempt < 1_000; attempt++) {
    const path = nameOfAttempt(home.path, attempt)
    const full = `${home.root}/${path}`
    if (await nameFile(near, full)) return path
    if (await isOurs(trx, asset, { ...home, path }, full)) return path
  }
  throw new FileStays(`There are a thousand files beside ${basename(home.path)} already.`)
}

function nameOfAttempt(path: string, attempt: number) {
  if (!attempt) return path
  const { dir, name, ext } = posix.parse(path)
  const number = attempt === 1 ? '' : ` ${attempt}`
  return posix.join(dir, `${name} (restored${number})${ext}`)
}

/** The same bytes lie there, and in a folder no other asset speaks of them. */
async function isOurs(
  trx: TransactionClientContract,
  asset: Asset,
  { sourceFolderId, path }: Home,
  full: string
) {
  const found = await look(full)
  if (!found?.isFile || found.size !== asset.size) return false
  const other =
    sourceFolderId !== null &&
    (await trx
      .from('assets')
      .where({ source_folder_id: sourceFolderId, path })
      .whereNot('id', asset.id)
      .whereNull('trash_path')
      .first())
  return !other && (await sha256Of(full)) === asset.sha256
}
