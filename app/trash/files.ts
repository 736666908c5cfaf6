import { copyFile, link, lstat, mkdir, rename, rm, utimes } from 'node:fs/promises'
import { constants, type Stats } from 'node:fs'
import { dirname, join } from 'node:path'
import { failpoint } from '#core/failpoints'
import { sha256Of } from '#library/importing/placing'
import { syncPath } from '#library/importing/staging'

/** Why a file stays where it is, in words for the person. Nothing was lost. */
export class FileStays extends Error {}

/** What a file looked like, to know it again: another of the same name differs in it. Null where none is. */
export async function look(path: string) {
  const found = await lstat(path).catch(whereGone)
  return found && { isFile: found.isFile(), size: found.size, seen: seenAs(found) }
}

const seenAs = ({ dev, ino, size, mtimeMs }: Stats) => `${dev} ${ino} ${size} ${mtimeMs}`

/**
 * Gives a file a passing name in a folder: a second name of the same bytes, or across devices and
 * where it is asked for a copy, synced and read back. Killed, it is made anew.
 */
export async function bringNear(
  from: string,
  folder: string,
  of: { id: number; sha256: string },
  { copies = false } = {}
) {
  const near = passingName(folder, of)
  await makeFolders(folder)
  await rm(near, { force: true })
  if (copies || !(await secondName(from, near))) await copy(from, near)
  await failpoint('trash.after_near')
  const found = await look(near)
  if (found?.isFile && (await sha256Of(near)) === of.sha256) return near
  await rm(near, { force: true })
  throw new FileStays('The file is no longer the one that was imported. It stays where it is.')
}

async function secondName(from: string, near: string) {
  try {
    await failpoint('trash.link')
    await link(from, near)
    return true
  } catch (error) {
    if (!isUnlinkable(error)) throw error
    return false
  }
}

/** The one name in this folder that a file has only on its way. */
export const passingName = (folder: string, { id }: { id: number }) =>
  join(folder, `.atelier-${id}`)

async function copy(from: string, near: string) {
  const { atime, mtime } = await lstat(from)
  await copyFile(from, near, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE)
  await failpoint('trash.mid_copy')
  await utimes(near, atime, mtime)
  await syncPath(near)
}

/** The name for good, never in place of another; false where the name is taken. */
export async function nameFile(near: string, to: string): Promise<boolean> {
  try {
    await link(near, to)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    if (!isUnlinkable(error)) throw error
    if (await look(to)) return false
    await rename(near, to)
  }
  await syncPath(dirname(to))
  return true
}

/** Makes folders and, so that a power cut leaves them, syncs those they were made in. */
export async function makeFolders(path: string) {
  const first = await mkdir(path, { recursive: true })
  if (!first) return
  for (let folder = path; folder.length >= first.length; folder = dirname(folder))
    await syncPath(dirname(folder))
}

function isUnlinkable(error: unknown) {
  const { code } = error as NodeJS.ErrnoException
  return ['EXDEV', 'EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'EMLINK'].includes(code ?? '')
}

function whereGone(error: NodeJS.ErrnoException) {
  if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return null
  throw error
}
