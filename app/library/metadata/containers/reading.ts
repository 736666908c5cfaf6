import { readFile, stat } from 'node:fs/promises'
import { bufferSource, withFile, type Source } from '#library/metadata/containers/source'
import { emptyContainer, type Container } from '#library/metadata/containers/container'
import { readAudio } from '#library/metadata/containers/audio'
import { readAvi, readBmp, readIco } from '#library/metadata/containers/bitmaps'
import { readGif } from '#library/metadata/containers/gif'
import { readHeif } from '#library/metadata/containers/heif'
import { readJpeg } from '#library/metadata/containers/jpeg'
import { readJxl } from '#library/metadata/containers/jxl'
import { readMatroska } from '#library/metadata/containers/matroska'
import { readMp4 } from '#library/metadata/containers/mp4'
import { readPng } from '#library/metadata/containers/png'
import { readSvg } from '#library/metadata/containers/svg'
import { readTiff } from '#library/metadata/containers/tiff'
import { readWebp } from '#library/metadata/containers/webp'
import { mayHideText } from '#library/metadata/stealth'
import { sniffLength, type FileType } from '#library/metadata/sniffing'
import type { FileToRead } from '#library/metadata/file_metadata'

const wholeLimit = 256 * 1024 * 1024

/** Readers that want the whole file in memory. */
const images: Record<string, (file: Buffer) => Container> = {
  'image/png': (file) => ({ ...readPng(file), mayHideText: () => mayHideText(file) }),
  'image/apng': readPng,
  'image/jpeg': readJpeg,
  'image/webp': readWebp,
  'image/gif': readGif,
  'image/bmp': readBmp,
  'image/x-icon': readIco,
  'image/tiff': readTiff,
  'image/svg+xml': readSvg,
  'image/jxl': readJxl,
  'image/avif': readHeif,
  'image/heic': readHeif,
  'image/heif': readHeif,
  'image/heic-sequence': readHeif,
  'image/heif-sequence': readHeif,
}

/** Readers that pick what they need out of a file of any size. */
const films: Record<string, (source: Source) => Promise<Container>> = {
  'video/mp4': readMp4,
  'video/quicktime': readMp4,
  'video/x-m4v': readMp4,
  'video/3gpp': readMp4,
  'video/3gpp2': readMp4,
  'audio/x-m4a': readMp4,
  'audio/mp4': readMp4,
  'video/matroska': readMatroska,
  'video/x-matroska': readMatroska,
  'video/webm': readMatroska,
  'audio/matroska': readMatroska,
  'video/vnd.avi': async (source) => readAvi(await source.read(0, 64 * 1024)),
}

/** The first bytes of a file. Throws when it cannot be opened. */
export function readHead(path: string): Promise<Buffer> {
  return withFile(path, (source) => source.read(0, sniffLength))
}

/** Size, length and metadata chunks of a file of a known type. Never throws on what is in the file. */
export async function readContainer(type: FileType, file: FileToRead): Promise<Container> {
  try {
    if (Object.hasOwn(images, type.mime))
      return images[type.mime](file.bytes ?? (await readWhole(file.path)))
    if (Object.hasOwn(films, type.mime)) return await readFilm(films[type.mime], file)
    if (type.kind === 'audio') return await readAudio(type, file)
    return emptyContainer()
  } catch {
    return { chunks: [], warnings: ['The file is damaged; its metadata could not be read.'] }
  }
}

function readFilm(read: (source: Source) => Promise<Container>, file: FileToRead) {
  return file.bytes ? read(bufferSource(file.bytes)) : withFile(file.path, read)
}

/** A picture larger than 256 MB is read that far. */
async function readWhole(path: string): Promise<Buffer> {
  const { size } = await stat(path)
  if (size <= wholeLimit) return readFile(path)
  return withFile(path, (source) => source.read(0, wholeLimit))
}
