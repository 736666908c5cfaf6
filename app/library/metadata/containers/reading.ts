import { readFile, stat } from 'node:fs/promises'
import { withFile } from '#library/metadata/containers/source'
import { emptyContainer, type Container } from '#library/metadata/containers/container'
import { readAvi, readBmp, readIco } from '#library/metadata/containers/bitmaps'
import { readGif } from '#library/metadata/containers/gif'
import { readHeif } from '#library/metadata/containers/heif'
import { readJpeg } from '#library/metadata/containers/jpeg'
import { readJxl } from '#library/metadata/containers/jxl'
import { readPng } from '#library/metadata/containers/png'
import { readSvg } from '#library/metadata/containers/svg'
import { readTiff } from '#library/metadata/containers/tiff'
import { readWebp } from '#library/metadata/containers/webp'
import { sniffLength, type FileType } from '#library/metadata/sniffing'
import type { FileToRead } from '#library/metadata/file_metadata'

const wholeLimit = 256 * 1024 * 1024

/** The first bytes of a file. Throws when it cannot be opened. */
export function readHead(path: string): Promise<Buffer> {
  return withFile(path, (source) => source.read(0, sniffLength))
}

const images: Record<string, (file: Buffer) => Container> = {
  'video/vnd.avi': readAvi,
  'image/png': readPng,
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

/** Size, length and metadata chunks of a file of a known type. Never throws on what is in the file. */
export async function readContainer(type: FileType, file: FileToRead): Promise<Container> {
  const read = images[type.mime]
  if (!read) return emptyContainer()
  const bytes = file.bytes ?? (await readWhole(file.path))
  try {
    return read(bytes)
  } catch {
    return { chunks: [], warnings: ['The file is damaged; its metadata could not be read.'] }
  }
}

async function readWhole(path: string): Promise<Buffer> {
  const { size } = await stat(path)
  if (size <= wholeLimit) return readFile(path)
  return withFile(path, (source) => source.read(0, wholeLimit))
}
