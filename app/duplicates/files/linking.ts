import { constants, type Stats } from 'node:fs'
import { copyFile, link, lstat, rename, rm, utimes } from 'node:fs/promises'
import { dirname, join, parse } from 'node:path'
import db from '@adonisjs/lucid/services/db'
import type User from '#accounts/models/user'
import { failpoint } from '#core/failpoints'
import type { Open } from '#library/curation/changes'
import { sha256Of } from '#library/importing/placing'
import { syncPath } from '#library/importing/staging'
import Asset from '#library/models/asset'
import { closeOperation, orderOperations, type FileOperation } from '#duplicates/files/operations'
import { FileStays, look, nameFile } from '#trash/files'
import { writableFolder } from '#duplicates/files/folders'
import { noteFile, noteRevision } from '#duplicates/files/noting'
import { rebuildSmallGroups } from '#duplicates/groups/rebuilding'
import type { Member } from '#duplicates/members'
import { Refused } from '#duplicates/refusing'

/** Writes down that the others' files become links to the keeper's. Throws Refused where one cannot. */
export async function planLinks(
  open: Open,
  { keeper, others, by }: { keeper: Member; others: Member[]; by: User }
) {
  const folder = await writableFolder(open.trx, keeper.sourceFolderId, by)
  for (const { fileName, sourceFolderId, sha256 } of others) {
    if (sourceFolderId !== folder.id || sha256 !== keeper.sha256) {
      throw new Refused(
        `“${fileName}” cannot share the file of “${keeper.fileName}”: only the same bytes in the same writable folder can. Nothing was changed.`
      )
    }
  }
  const common = { verb: 'link' as const, userId: by.id, from: keeper.path }
  await orderOperations(
    open,
    others.map(({ id: assetId, path: to, sha256, size, modifiedAt }) => ({
      ...{ ...common, assetId, to, sha256, size, place: { modifiedAt } },
    }))
  )
}

/**
 * Puts a link to the keeper's file in the place of a file of the same bytes, in one rename. The
 * former file has a second name until it is known that nobody wrote to it meanwhile.
 */
export async function linkFile(operation: FileOperation) {
  const { from, to, id, sha256 } = operation
  const [near, former] = [nearby(to, id, 'link'), nearby(to, id, 'former')]
  try {
    if (!(await areOne(from, to))) {
      await putLink(operation, { near, former })
      await failpoint('link.after_rename')
    }
    await syncPath(dirname(to))
    if ((await sha256Of(to)) !== sha256) throw new FileStays('The file is another by now.')
  } catch (error) {
    await clear(near)
    await settleFormer(former, operation)
    throw error
  }
  await clear(former)
  await syncPath(dirname(to))
  await record(operation)
  await failpoint('link.after_commit')
}

async function putLink(
  operation: FileOperation,
  { near, former }: Record<'near' | 'former', string>
) {
  const { from, to } = operation
  await clear(near)
  const before = await sameBytes(operation)
  await link(to, former).catch(unlessThere)
  await failpoint('link.after_former')
  await link(from, near)
  await failpoint('link.after_link')
  await replaceUnlessChanged({ near, former, to }, before)
}

/**
 * What a link that did not come about leaves. The former file goes where it or the keeper's still
 * has the bytes, takes the place of the link it made room for, or else gets a name that is seen.
 */
async function settleFormer(former: string, { from, to, sha256 }: FileOperation) {
  if (!(await look(former))) return
  const isOneWith = (path: string, other: string) => areOne(path, other).catch(() => false)
  if (await isOneWith(former, to)) return clear(former)
  if (await isOneWith(from, to)) return rename(former, to)
  const hashes = await Promise.all([from, former].map((path) => sha256Of(path).catch(() => null)))
  if (!hashes.every((hash) => hash === sha256)) {
    const { dir, name, ext } = parse(to)
    if (!(await nameFile(former, join(dir, `${name} (former)${ext}`)))) return
  }
  await clear(former)
}

/** Gives a linked file bytes of its own again. */
export async function unlinkFile(operation: FileOperation) {
  const { from, to, id, sha256, place } = operation
  const near = nearby(to, id, 'copy')
  if ((await sha256Of(to)) !== sha256) throw new FileStays('The file is another by now.')
  if (await areOne(from, to)) {
    await clear(near)
    await copyFile(to, near, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE)
    const modifiedAt = new Date(place!.modifiedAt)
    await utimes(near, modifiedAt, modifiedAt)
    await syncPath(near)
    await failpoint('unlink.after_copy')
    if ((await sha256Of(near)) !== sha256) throw new FileStays('The copy differs from its source.')
    await rename(near, to)
    await failpoint('unlink.after_rename')
    await syncPath(dirname(to))
  }
  await record(operation)
  await failpoint('unlink.after_commit')
}

/** Hidden, beside the file, and told apart from those of other operations. */
const nearby = (path: string, id: string, what: string) =>
  join(dirname(path), `.atelier-${id}-${what}`)

const clear = (path: string) => rm(path, { force: true })

async function areOne(one: string, other: string) {
  const [first, second] = [await lstat(one), await lstat(other)]
  return first.isFile() && first.dev === second.dev && first.ino === second.ino
}

async function sameBytes({ from, to, sha256 }: FileOperation) {
  const [kept, before] = [await lstat(from), await lstat(to)]
  if (!kept.isFile() || !before.isFile()) throw new FileStays('This is a link or no plain file.')
  if (kept.dev !== before.dev) throw new FileStays('The two files lie on different disks.')
  for (const path of [from, to]) {
    if ((await sha256Of(path)) !== sha256) throw new FileStays(`“${path}” is another file by now.`)
  }
  return before
}

async function replaceUnlessChanged(
  { near, former, to }: Record<'near' | 'former' | 'to', string>,
  before: Stats
) {
  if (isSame(before, await lstat(to)) && isSame(before, await lstat(former))) {
    await rename(near, to)
    if (isSame(before, await lstat(former))) return
    await rename(former, to)
  }
  await clear(near)
  await clear(former)
  throw new FileStays('Somebody wrote to the file just now.')
}

const isSame = (one: Stats, other: Stats) =>
  one.ino === other.ino && one.size === other.size && one.mtimeMs === other.mtimeMs

async function record(operation: FileOperation) {
  const { mtimeMs } = await lstat(operation.to)
  await db.transaction(async (trx) => {
    await closeOperation(trx, operation)
    const asset = await Asset.find(operation.assetId, { client: trx })
    if (asset) {
      const modifiedAt = Math.floor(mtimeMs)
      await asset.merge({ modifiedAt }).save()
      await noteFile(trx, asset)
      await rebuildSmallGroups(trx, [asset.id])
      const after = parse(operation.from).base
      if (operation.verb === 'link')
        await noteRevision(trx, operation, { field: 'linked', before: null, after })
    }
    await failpoint('link.before_commit')
  })
}

function unlessThere(error: NodeJS.ErrnoException) {
  if (error.code !== 'EEXIST') throw error
}
