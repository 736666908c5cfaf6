import { createHash, hash } from 'node:crypto'
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

/**
 * A path that leads to the very file that is open, for the programs this process starts too,
 * where the system has one.
 */
export const pathOfOpen = (file: FileHandle, path: string) =>
  existsSync('/proc/self/fd') ? `/proc/${process.pid}/fd/${file.fd}` : path

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

/** A file that is open, with its beginning; `begun` lives no longer than the work on it. */
export interface OpenFile {
  file: FileHandle
  /** Leads to this very file, whatever takes its place. */
  path: string
  size: number
  /** Milliseconds since 1970. */
  modifiedAt: number
  begun: Buffer
}

/** Most pictures whole; of anything else this much is read before it is known what it is. */
const firstRead = 8 * 1024 * 1024
const spare: Buffer[] = []

/**
 * Opens a file, which may not lie outside `root`, and reads its first 8 MB into memory the next
 * file is read into. Memory of its own for each would have V8 search its heap for garbage after
 * every third, which costs more than to read and to hash them.
 */
export async function withOpenFile<T>(
  path: string,
  root: string | undefined,
  work: (opened: OpenFile) => Promise<T>
): Promise<T> {
  const file = root === undefined ? await openPlainFile(path) : await openWithin(root, path)
  const memory = spare.pop() ?? Buffer.allocUnsafeSlow(firstRead)
  try {
    const { size, mtimeMs } = fstatSync(file.fd)
    const begun = memory.subarray(0, Math.min(size, firstRead))
    await fill(begun, file)
    const opened = { file, path: pathOfOpen(file, path), size, begun }
    return await work({ ...opened, modifiedAt: Math.floor(mtimeMs) })
  } finally {
    spare.push(memory)
    await file.close()
  }
}

/** All bytes of a file; of a large one in memory of its own. */
export async function allBytes({ file, size, begun }: OpenFile) {
  return begun.length === size ? begun : wholeFile(file, size, begun)
}

/** The SHA-256 of a file of any size. */
export async function hashOf({ file, size, begun }: OpenFile) {
  return begun.length === size ? hash('sha256', begun) : hashStream(file)
}

async function wholeFile(file: FileHandle, size: number, begun: Buffer = Buffer.alloc(0)) {
  const bytes = Buffer.allocUnsafe(size)
  await fill(bytes, file, begun.copy(bytes))
  return bytes
}

async function fill(bytes: Buffer, file: FileHandle, read = 0) {
  while (read < bytes.length) {
    const { bytesRead } = await file.read(bytes, read, bytes.length - read, read)
    if (!bytesRead) throw new Error('the file shrank while it was read')
    read += bytesRead
  }
}

async function hashStream(file: FileHandle) {
  const sha256 = createHash('sha256')
  const block = Buffer.allocUnsafe(4 * 1024 * 1024)
  for (let at = 0; ;) {
    const { bytesRead } = await file.read(block, 0, block.length, at)
    if (!bytesRead) return sha256.digest('hex')
    sha256.update(block.subarray(0, bytesRead))
    at += bytesRead
  }
}
