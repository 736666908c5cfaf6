import { open } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { crc32 } from 'node:zlib'
import { Entry, getFileNameLowLevel, openPromise, validateFileName } from 'yauzl'
import library from '#config/library'
import { extensionOf, typeByName } from '#library/decoding/sniffing'
import { cleanName } from '#library/importing/receiving'
import { removeStaged, requireSpace, type Staged, stageStream } from '#library/importing/staging'

/** A file within an archive: all it takes to read it without looking through the archive again. */
export interface PackedFile {
  name: string
  modifiedAt: number
  archive: string
  packed: Pick<
    Entry,
    | 'relativeOffsetOfLocalHeader'
    | 'compressedSize'
    | 'uncompressedSize'
    | 'compressionMethod'
    | 'generalPurposeBitFlag'
    | 'crc32'
  >
}

/** A file that is not taken, and why. */
export interface Refused {
  name: string
  problem: string
}

/** The endings of texts beside a picture. */
export const sideEndings = ['txt', 'json', 'xmp', 'yaml', 'yml']

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
 * The media files of a ZIP and what may speak about them; nothing is unpacked yet. Archives within
 * it are not opened, links not followed. A bad entry is told and left out; where the archive
 * itself is damaged, the list ends with what is wrong.
 */
export async function* listArchive(
  path: string,
  name: string
): AsyncIterable<PackedFile | Refused> {
  let listed = 0
  try {
    const zip = await openPromise(path, { decodeStrings: false, validateEntrySizes: false })
    if (zip.entryCount > mostEntries) {
      zip.close()
      throw new Error(`It holds more than ${mostEntries.toLocaleString('en')} files.`)
    }
    for await (const entry of zip.eachEntry()) {
      listed++
      const file = describe(entry, path, name)
      if (file) yield file
    }
  } catch (error) {
    const what = listed ? 'The rest of the archive' : 'The archive'
    yield { name, problem: `${what} could not be unpacked: ${(error as Error).message}` }
  }
}

/** Unpacks one file into staging. Throws with what is wrong with it. */
export async function unpackFile({ archive, packed }: PackedFile): Promise<Staged> {
  const { uncompressedSize: size } = packed
  await requireSpace(size)
  const zip = await openPromise(archive, { autoClose: false })
  try {
    const stream = await zip.openReadStreamPromise(Object.assign(new Entry(), packed))
    const sum = { value: 0 }
    const staged = await stageStream(Readable.from(summed(stream, sum)), size)
    if (staged.size === size && sum.value === packed.crc32) return staged
    await removeStaged(staged.path)
    throw new Error('its bytes are not those the archive announces')
  } catch (error) {
    throw new Error(`It could not be unpacked: ${(error as Error).message}`, { cause: error })
  } finally {
    zip.close()
  }
}

async function* summed(stream: AsyncIterable<Buffer>, sum: { value: number }) {
  for await (const chunk of stream) {
    sum.value = crc32(chunk, sum.value)
    yield chunk
  }
}

/** Null for what is no file to take. */
function describe(entry: Entry, archive: string, archiveName: string): PackedFile | Refused | null {
  const { generalPurposeBitFlag: flags, fileNameRaw, extraFields } = entry
  const path = getFileNameLowLevel(flags, fileNameRaw, extraFields, false)
  if (!isWanted(path, entry)) return null
  const name = cleanName(`${archiveName.replace(/\.[^.]+$/, '')}/${path}`)
  const problem = refuse(path, entry)
  if (problem) return { name, problem }
  const changed = entry.getLastModDate().getTime()
  return {
    name,
    modifiedAt: Number.isNaN(changed) ? Date.now() : changed,
    archive,
    packed: of(entry),
  }
}

const of = (entry: Entry): PackedFile['packed'] => ({
  relativeOffsetOfLocalHeader: entry.relativeOffsetOfLocalHeader,
  compressedSize: entry.compressedSize,
  uncompressedSize: entry.uncompressedSize,
  compressionMethod: entry.compressionMethod,
  generalPurposeBitFlag: entry.generalPurposeBitFlag,
  crc32: entry.crc32,
})

function isWanted(path: string, { externalFileAttributes }: Entry) {
  if (path.endsWith('/') || /(^|\/)(\.(?!\.\/)|__MACOSX\/)/.test(path)) return false
  const isLink = ((externalFileAttributes >>> 16) & 0o170000) === 0o120000
  if (isLink) return false
  return typeByName(path) !== null || ['', ...sideEndings].includes(extensionOf(path))
}

function refuse(path: string, entry: Entry) {
  if (validateFileName(path) !== null) return 'Its name leads out of the archive.'
  if (entry.isEncrypted()) return 'It is encrypted.'
  if (entry.uncompressedSize > library.largestUpload) return 'It is too large.'
  const ratio = entry.uncompressedSize / Math.max(1, entry.compressedSize)
  if (entry.uncompressedSize > smallFile && ratio > highestRatio) {
    return 'It would grow more than a hundredfold.'
  }
  return null
}
