import { basename, extname } from 'node:path'
import { readContainer, readHead } from '#library/metadata/containers/reading'
import { endingFits, sniff, type FileType } from '#library/metadata/sniffing'
import { factsFound } from '#library/metadata/parsing'
import { decodedPixels, readStealth } from '#library/metadata/stealth'
import { sidecarChunk } from '#library/metadata/sidecars'
import { withFile } from '#library/metadata/containers/source'
import { Found } from '#library/metadata/found'
import { integer, wallClock } from '#library/metadata/values'
import type { FileMetadata, FileToRead } from '#library/metadata/file_metadata'
import type { Container } from '#library/metadata/containers/container'
import type { SourcedFacts } from '#library/metadata/facts'

export type { FileMetadata, FileToRead, Pixels } from '#library/metadata/file_metadata'
export type { Facts, Lora, SourcedFacts, Sources } from '#library/metadata/facts'
export type { Chunk } from '#library/metadata/containers/container'
export { factsOf } from '#library/metadata/parsing'
export { readSidecars, sidecarNames, withSidecars, type Sidecars } from '#library/metadata/sidecars'

/** Rises whenever the same file would be read differently; libraries re-parse what an older number read. */
export const PARSER_VERSION = 1

/**
 * Everything a file says about itself: type, size, dates and how it was made.
 * Decodes nothing but a picture whose first pixels announce hidden metadata.
 * Damaged and unknown files are answered with warnings; only a file that
 * cannot be opened throws.
 */
export async function readMetadata(file: FileToRead): Promise<FileMetadata> {
  const head = file.bytes ?? (await readHead(file.path))
  const type = await sniff(head)
  const name = basename(file.fileName ?? file.path)
  if (!type) return describeUnknown(file, head)
  const container = await readContainer(type, file)
  if (!endingFits(type, name)) {
    container.warnings.unshift(
      `The name ends in ${extname(name)}, but the bytes are ${type.extension.toUpperCase()}.`
    )
  }
  const found = new Found(container.chunks)
  const facts = factsFound(found)
  if (facts.generator || facts.prompt || !container.mayHideText?.())
    return describe(type, container, found, facts)
  return describeHidden(type, container, file)
}

/** A picture whose pixels may hold what its chunks do not. */
async function describeHidden(type: FileType, container: Container, file: FileToRead) {
  try {
    const hidden = readStealth(await decodedPixels(file))
    if (hidden) container.chunks.push(hidden)
  } catch {
    container.warnings.push('The picture could not be decoded in search of hidden metadata.')
  }
  const found = new Found(container.chunks)
  return describe(type, container, found, factsFound(found))
}

/** A side file on its own tells what it would tell of its picture. */
async function describeUnknown(file: FileToRead, head: Buffer) {
  const chunk = head.length ? await loneSidecar(file).catch(() => undefined) : undefined
  const warnings = [
    head.length ? 'This is no kind of file that is known here.' : 'The file is empty.',
  ]
  const found = new Found(chunk ? [chunk] : [])
  return describe(null, { chunks: found.chunks, warnings }, found, factsFound(found))
}

async function loneSidecar({ path, fileName = path, bytes }: FileToRead) {
  if (!/\.(xmp|json|ya?ml|txt)$/i.test(fileName)) return undefined
  return sidecarChunk(
    fileName,
    bytes ?? (await withFile(path, (source) => source.read(0, 16 * 1024 * 1024)))
  )
}

function describe(
  type: FileType | null,
  container: Container,
  found: Found,
  facts: SourcedFacts
): FileMetadata {
  const exifDate = wallClock(found.exif.dateTimeOriginal) ?? wallClock(found.exif.dateTimeDigitized)
  const otherDate = facts.capturedAt ?? container.capturedAt
  return {
    kind: container.kind ?? type?.kind ?? null,
    mime: type?.mime ?? null,
    extension: type?.extension ?? null,
    width: container.width ?? null,
    height: container.height ?? null,
    orientation:
      found.exif.orientation ??
      integer(found.xmp.get('tiff:Orientation')?.[0]) ??
      container.orientation ??
      null,
    frames: container.frames ?? null,
    duration: container.duration ?? null,
    hasAlpha: container.hasAlpha ?? false,
    capturedAt: exifDate ?? otherDate ?? null,
    capturedSource: exifDate ? 'exif' : otherDate ? 'metadata' : null,
    ai: facts.ai ?? false,
    hasWorkflow: facts.hasWorkflow ?? false,
    hasLocation: found.exif.location || found.xmp.has('exif:GPSLatitude'),
    facts,
    chunks: container.chunks,
    warnings: [...new Set(container.warnings)],
  }
}
