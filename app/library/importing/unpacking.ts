import { open } from 'node:fs/promises'
import { type Entry, openPromise, type ZipFile } from 'yauzl'
import library from '#config/library'
import { extensionOf, typeByName } from '#library/decoding/sniffing'
import { cleanName } from '#library/importing/receiving'
import { requireSpace, stageStream } from '#library/importing/staging'

/** A file of an archive, staged; or one that was not taken, and why. */
export type Unpacked =
  { name: string; path: string; modifiedAt: number } | { name: string; problem: string }

const mostEntries = 10_000
const highestRatio = 100
const smallFile = 1_000_000

/** Whether the bytes begin as a ZIP does. What calls itself .zip is one, damaged or not. */
export async function isZip(path: string, name: string) {
  if (!['zip', 'cbz'].includes(extensionOf(name))) return false
  const file = await open(path)
  try {
    const { buffer } = await file.read(Buffer.alloc(2), 0, 2, 0)
    return buffer.toString('latin1') === 'PK'
  } finally {
    await file.close()
  }
}

/**
 * The media files of a ZIP, each staged when it is asked for. Archives within
 * it are not opened, links not followed; one that is damaged, encrypted, too
 * large or names places outside itself ends there, with the reason.
 */
export async function* unpack(path: string, name: string): AsyncIterable<Unpacked> {
  try {
    const zip = await openPromise(path, { validateEntrySizes: true })
    if (zip.entryCount > mostEntries) {
      zip.close()
      throw new Error(`It holds more than ${mostEntries.toLocaleString('en')} files.`)
    }
    for await (const entry of zip.eachEntry()) {
      if (isWanted(entry)) yield await stageEntry(zip, entry, name)
    }
  } catch (error) {
    yield { name, problem: `The archive could not be unpacked: ${(error as Error).message}` }
  }
}

function isWanted({ fileName, externalFileAttributes }: Entry) {
  if (fileName.endsWith('/') || /(^|\/)(\.|__MACOSX\/)/.test(fileName)) return false
  const isLink = ((externalFileAttributes >>> 16) & 0o170000) === 0o120000
  if (isLink) return false
  return typeByName(fileName) !== null || extensionOf(fileName) === ''
}

async function stageEntry(zip: ZipFile, entry: Entry, archive: string): Promise<Unpacked> {
  const name = cleanName(`${archive.replace(/\.[^.]+$/, '')}/${entry.fileName}`)
  const problem = refuse(entry)
  if (problem) return { name, problem }
  await requireSpace(entry.uncompressedSize)
  try {
    const stream = await zip.openReadStreamPromise(entry)
    const { path } = await stageStream(stream, entry.uncompressedSize)
    const modifiedAt = entry.getLastModDate().getTime()
    return { name, path, modifiedAt: Number.isNaN(modifiedAt) ? Date.now() : modifiedAt }
  } catch (error) {
    return { name, problem: `It could not be unpacked: ${(error as Error).message}` }
  }
}

function refuse(entry: Entry) {
  if (entry.isEncrypted()) return 'It is encrypted.'
  if (entry.uncompressedSize > library.largestUpload) return 'It is too large.'
  const ratio = entry.uncompressedSize / Math.max(1, entry.compressedSize)
  if (entry.uncompressedSize > smallFile && ratio > highestRatio) {
    return 'It would grow more than a hundredfold.'
  }
  return null
}
