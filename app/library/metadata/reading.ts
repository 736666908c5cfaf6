import { basename } from 'node:path'
import { readContainer, readHead } from '#library/metadata/containers/reading'
import { endingFits, sniff } from '#library/metadata/sniffing'
import { factsOf } from '#library/metadata/parsing'
import { Found } from '#library/metadata/found'
import { integer, wallClock } from '#library/metadata/values'
import type { FileMetadata, FileToRead } from '#library/metadata/file_metadata'
import type { Container } from '#library/metadata/containers/container'
import type { SourcedFacts } from '#library/metadata/facts'

export type { FileMetadata, FileToRead, Pixels } from '#library/metadata/file_metadata'
export type { Facts, Lora, SourcedFacts, Sources } from '#library/metadata/facts'
export type { Chunk } from '#library/metadata/containers/container'
export { factsOf } from '#library/metadata/parsing'

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
  if (!type) return describe(null, { chunks: [], warnings: [unknown(head)] }, { source: {} })
  const container = await readContainer(type, file)
  if (!endingFits(type, name)) {
    container.warnings.unshift(
      `The name says otherwise, but this is a ${type.extension.toUpperCase()} file.`
    )
  }
  return describe(type, container, factsOf(container.chunks))
}

const unknown = (head: Buffer) =>
  head.length ? 'This is no kind of file that is known here.' : 'The file is empty.'

function describe(
  type: Awaited<ReturnType<typeof sniff>>,
  container: Container,
  facts: SourcedFacts
): FileMetadata {
  const found = new Found(container.chunks)
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
    hasLocation: found.exif.location,
    facts,
    chunks: container.chunks,
    warnings: [...new Set(container.warnings)],
  }
}
