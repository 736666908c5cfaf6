import { randomUUID } from 'node:crypto'
import { constants, createWriteStream } from 'node:fs'
import {
  copyFile,
  type FileHandle,
  mkdir,
  open,
  readdir,
  rm,
  stat,
  statfs,
  utimes,
} from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Exception } from '@adonisjs/core/exceptions'
import library from '#config/library'
import { stagingPath } from '#core/paths'
import { openWithin, pathOfOpen } from '#library/decoding/plain_files'
import { failpoint } from '#core/failpoints'

/** A file on its way in: it lies complete and synced in staging and belongs to nobody yet. */
export interface Staged {
  path: string
  size: number
}

export class NoSpace extends Exception {
  static status = 507
  static code = 'E_NO_SPACE'
}
export class TooLarge extends Exception {
  static status = 413
  static code = 'E_TOO_LARGE'
}

/** After so many bytes of a stream, whose end nobody announced, the disk is looked at again. */
const lookEvery = 64e6

/** Writes a stream into staging, no more than `limit` bytes of it. Leaves nothing when it fails. */
export async function stageStream(source: Readable, limit: number): Promise<Staged> {
  const path = await newStagingPath()
  let size = 0
  let looked = -lookEvery
  try {
    await failpoint('import.part_open')
    await pipeline(
      source,
      async function* (chunks: AsyncIterable<Buffer>) {
        for await (const chunk of chunks) {
          size += chunk.length
          if (size > limit) throw new TooLarge(`The file is larger than ${megabytes(limit)}.`)
          if (size - looked > lookEvery) {
            await requireSpace(0)
            looked = size
          }
          yield chunk
          await failpoint('import.mid_body')
        }
      },
      createWriteStream(path, { flags: 'wx', flush: true })
    )
    await syncPath(stagingPath())
    await failpoint('import.after_fsync_staging')
    return { path, size }
  } catch (error) {
    await rm(path, { force: true })
    throw inWords(error)
  }
}

/**
 * Copies a file that lies below `root` into staging, keeping its time of change; shares the blocks
 * where the filesystem can. Follows no link.
 */
export async function stageCopy(from: string, root = dirname(from)): Promise<Staged> {
  const file = await openWithin(root, from)
  try {
    return await stageOpen(file, from)
  } finally {
    await file.close()
  }
}

async function stageOpen(file: FileHandle, from: string): Promise<Staged> {
  const { size, mtime, atime } = await file.stat()
  await requireSpace(size)
  const path = await newStagingPath()
  try {
    await copyFile(
      pathOfOpen(file, from),
      path,
      constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE
    )
    await utimes(path, atime, mtime)
    await syncPath(path)
    await syncPath(stagingPath())
    await failpoint('import.after_copy')
    return { path, size }
  } catch (error) {
    await rm(path, { force: true })
    throw inWords(error)
  }
}

export async function removeStaged(path: string) {
  await rm(path, { force: true })
}

/** Throws NoSpace where not three times this size is free, or less than the disk's reserve. */
export async function requireSpace(size: number) {
  const { bavail, bsize } = await statfs(stagingPath())
  const needed = Math.max(library.diskReserve, 3 * size)
  if (bavail * bsize >= needed) return
  throw new NoSpace(
    `Only ${megabytes(bavail * bsize)} are free on the disk; ${megabytes(needed)} are needed for this.`
  )
}

/**
 * Removes what lies in staging for more than a day and that nobody waits for.
 * `wanted` holds the absolute paths that unfinished work still needs.
 */
export async function sweepStaging(wanted: Set<string>, now: number) {
  const yesterday = now - 24 * 3_600_000
  for (const name of await readdir(stagingPath()).catch(() => [])) {
    const path = stagingPath(name)
    const found = await stat(path).catch(() => null)
    if (found && found.ctimeMs < yesterday && !wanted.has(path)) await rm(path, { recursive: true })
  }
}

/** Makes what was written survive a power cut; for a folder, the names in it. */
export async function syncPath(path: string) {
  const file = await open(path, 'r')
  try {
    await file.sync()
  } finally {
    await file.close()
  }
}

async function newStagingPath() {
  await mkdir(stagingPath(), { recursive: true })
  return stagingPath(randomUUID())
}

function inWords(error: unknown) {
  const code = (error as NodeJS.ErrnoException).code
  if (code !== 'ENOSPC' && code !== 'EDQUOT' && code !== 'EFBIG') return error
  return new NoSpace('The disk is full. Nothing of this file was kept.', { cause: error })
}

const megabytes = (bytes: number) => `${Math.round(bytes / 1e6).toLocaleString('en')} MB`
