import { createHash } from 'node:crypto'
import { constants, existsSync, fstatSync } from 'node:fs'
import { type FileHandle, open, realpath } from 'node:fs/promises'

/** Never follows a link, never waits on a pipe. */
export async function openPlainFile(path: string): Promise<FileHandle> {
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
  if (fstatSync(file.fd).isFile()) return file
  await file.close()
  throw new Error('not a plain file')
}

/**
 * As `openPlainFile`, for a file that must lie below this folder. What was opened is looked at, so
 * that a folder on the way exchanged for a link leads nowhere else.
 */
export async function openWithin(root: string, path: string): Promise<FileHandle> {
  const file = await openPlainFile(path)
  const [folder, opened] = await Promise.all([realpath(root), realpath(pathOfOpen(file, path))])
  if (opened.startsWith(folder.endsWith('/') ? folder : `${folder}/`)) return file
  await file.close()
  throw new Error('The file does not lie in its folder')
}

/** A path that leads to the very file that is open, where the system has one. */
export const pathOfOpen = (file: FileHandle, path: string) =>
  existsSync('/proc/self/fd') ? `/proc/self/fd/${file.fd}` : path

/** All bytes of a plain file of at most `limit` bytes, with its time of change. Throws for any other. */
export async function readPlainFile(path: string, limit: number) {
  const file = await openPlainFile(path)
  try {
    const { size, mtimeMs } = await file.stat()
    if (size > limit) throw new Error('too large')
    return { bytes: await wholeFile(file, size), size, mtimeMs }
  } finally {
    await file.close()
  }
}

/** All bytes of a file that had this size when it was opened; the first ones may be read already. */
export async function wholeFile(file: FileHandle, size: number, begun = Buffer.alloc(0)) {
  if (begun.length === size) return begun
  const bytes = Buffer.allocUnsafe(size)
  let read = begun.copy(bytes)
  while (read < size) {
    const { bytesRead } = await file.read(bytes, read, size - read, read)
    if (!bytesRead) throw new Error('the file shrank while it was read')
    read += bytesRead
  }
  return bytes
}

/** The SHA-256 of a file too large to be read at once. */
export async function hashStream(file: FileHandle) {
  const sha256 = createHash('sha256')
  const block = Buffer.allocUnsafe(4 * 1024 * 1024)
  for (let at = 0; ;) {
    const { bytesRead } = await file.read(block, 0, block.length, at)
    if (!bytesRead) return sha256.digest('hex')
    sha256.update(block.subarray(0, bytesRead))
    at += bytesRead
  }
}
