import { lstat, open, opendir, realpath } from 'node:fs/promises'
import { join } from 'node:path'
import { extensionOf, typeByName, typeOfBytes } from '#library/decoding/sniffing'

export interface PictureFile {
  path: string
  size: number
  /** Milliseconds since 1970. */
  modifiedAt: number
}

/**
 * Every picture file below some folders, each file of the disk once: symbolic links are not
 * followed, of hard links and of folders given twice only the first name counts. Folders that
 * cannot be read go to `unreadable`.
 */
export async function* picturesBelow(
  folders: string[],
  unreadable: (path: string, error: Error) => void
): AsyncGenerator<PictureFile> {
  const seen = new Set<string>()
  const waiting: string[] = []
  for (const folder of folders.toReversed()) waiting.push(await realpath(folder))
  while (waiting.length) {
    const path = waiting.pop()!
    try {
      const found = await lstat(path, { bigint: true })
      const inode = `${found.dev}:${found.ino}`
      if (seen.has(inode)) continue
      seen.add(inode)
      if (found.isDirectory()) waiting.push(...(await namesIn(path)))
      else if (found.isFile() && found.size > 0n && (await isPicture(path))) {
        yield { path, size: Number(found.size), modifiedAt: Number(found.mtimeMs) }
      }
    } catch (error) {
      unreadable(path, error as Error)
    }
  }
}

/** Backwards, because the last is taken first. */
async function namesIn(folder: string) {
  const paths: string[] = []
  for await (const entry of await opendir(folder)) paths.push(join(folder, entry.name))
  return paths.sort().reverse()
}

/** A known name is believed here (the decoder looks at the bytes); other files show what they are. */
async function isPicture(path: string) {
  const named = typeByName(path)
  if (named) return named.kind === 'image'
  if (extensionOf(path).length > 0 && textual.has(extensionOf(path))) return false
  const file = await open(path)
  try {
    const head = Buffer.alloc(4_100)
    const { bytesRead } = await file.read(head, 0, head.length, 0)
    const type = await typeOfBytes(head.subarray(0, bytesRead))
    return type?.kind === 'image'
  } finally {
    await file.close()
  }
}

/** Not worth opening. */
const textual = new Set(['txt', 'json', 'xmp', 'md', 'html', 'csv', 'log', 'db', 'zip'])
