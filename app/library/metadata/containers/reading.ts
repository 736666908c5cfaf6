import { readFile, stat } from 'node:fs/promises'
import { withFile } from '#library/metadata/containers/source'
import { emptyContainer, type Container } from '#library/metadata/containers/container'
import { readPng } from '#library/metadata/containers/png'
import { sniffLength, type FileType } from '#library/metadata/sniffing'
import type { FileToRead } from '#library/metadata/file_metadata'

const wholeLimit = 256 * 1024 * 1024

/** The first bytes of a file. Throws when it cannot be opened. */
export function readHead(path: string): Promise<Buffer> {
  return withFile(path, (source) => source.read(0, sniffLength))
}

const images: Record<string, (file: Buffer) => Container> = {
  'image/png': readPng,
  'image/apng': readPng,
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
