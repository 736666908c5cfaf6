import { readdir, stat } from 'node:fs/promises'
import { basename, dirname, extname, join } from 'node:path'
import { readPlainFile } from '#library/decoding/plain_files'
import { decodeText } from '#library/metadata/decoding'
import { fillIn, type SourcedFacts } from '#library/metadata/facts'
import { factsOf } from '#library/metadata/parsing'
import { libraryEntry } from '#library/metadata/library_files'
import type { Chunk } from '#library/metadata/containers/container'
import type { FileMetadata } from '#library/metadata/file_metadata'

/** What lies beside a file and speaks about it. */
export interface Sidecars {
  paths: string[]
  facts: SourcedFacts
  chunks: Chunk[]
  warnings: string[]
}

const endings = ['.xmp', '.swarm.json', '.json', '.txt', '.yaml', '.yml']
const largest = 16 * 1024 * 1024

/**
 * Reads the side files of a picture or film: `x.txt`, `x.png.txt`, the same
 * with .json, .yaml and .xmp, and its entry in a JSON of a previous library in
 * the same folder. Nothing there is an empty answer, never an error.
 */
export async function readSidecars(path: string): Promise<Sidecars> {
  const sidecars: Sidecars = { paths: [], facts: { source: {} }, chunks: [], warnings: [] }
  const beside = await namesIn(dirname(path))
  for (const name of sidecarNames(basename(path))) {
    if (beside.has(name)) await addFile(sidecars, join(dirname(path), name))
  }
  const entry = await libraryEntry(path, beside)
  if (entry) {
    sidecars.paths.push(entry.path)
    sidecars.chunks.push(entry.chunk)
  }
  if (sidecars.chunks.length) sidecars.facts = factsOf(sidecars.chunks)
  return sidecars
}

let listed = { folder: '', changedAt: 0, names: Promise.resolve(new Set<string>()) }

/**
 * A folder of thousands is listed once for the many files of it that are read
 * one after the other, as long as nothing in it changes. One that changed a
 * moment ago is listed anew: its clock may not yet show the next change.
 */
async function namesIn(folder: string): Promise<Set<string>> {
  const changedAt = await stat(folder).then(
    ({ mtimeMs }) => mtimeMs,
    () => Date.now()
  )
  const known = listed.folder === folder && listed.changedAt === changedAt
  if (!known || Date.now() - changedAt < 2_000) {
    const names = readdir(folder).then(
      (found) => new Set(found),
      () => new Set<string>()
    )
    listed = { folder, changedAt, names }
  }
  return listed.names
}

/** The names a side file of this file may have, the most binding first. */
export function sidecarNames(fileName: string): string[] {
  const stem = fileName.slice(0, fileName.length - extname(fileName).length)
  const names = endings.flatMap((ending) => [
    fileName + ending,
    stem + ending,
    fileName + ending.toUpperCase(),
    stem + ending.toUpperCase(),
  ])
  return [...new Set(names)].filter((name) => name !== fileName)
}

async function addFile(sidecars: Sidecars, path: string) {
  try {
    const { bytes } = await readPlainFile(path, largest)
    const chunk = await sidecarChunk(basename(path), bytes)
    if (!chunk) return
    sidecars.chunks.push(chunk)
    sidecars.paths.push(path)
  } catch {
    sidecars.warnings.push(`The side file ${basename(path)} could not be read.`)
  }
}

/** A side file as a chunk, by its ending; undefined for anything else. */
export async function sidecarChunk(name: string, bytes: Buffer): Promise<Chunk | undefined> {
  const ending = extname(name).toLowerCase()
  if (ending === '.xmp') return { container: 'xmp', keyword: 'sidecar', body: bytes }
  if (ending === '.json') return { container: 'sidecar', keyword: '.json', body: bytes }
  if (ending === '.txt') return { container: 'sidecar', keyword: '.txt', body: bytes }
  if (ending !== '.yaml' && ending !== '.yml') return undefined
  const { parse } = await import('yaml')
  const value = parse(decodeText(bytes), { maxAliasCount: 50 })
  return {
    container: 'sidecar',
    keyword: '.yaml',
    body: Buffer.from(JSON.stringify(value ?? null)),
  }
}

/** Rating, tags, title and notes of an XMP side file are the newer word; of all others the embedded one is. */
const newer = ['rating', 'tags', 'title', 'notes'] as const

/** The file with what its side files add. */
export function withSidecars(
  file: FileMetadata,
  { facts, chunks, warnings }: Sidecars
): FileMetadata {
  const merged = { ...file.facts, source: { ...file.facts.source } }
  for (const field of newer) {
    if (facts[field] === undefined || !chunks.some(({ container }) => container === 'xmp')) continue
    ;(merged as Record<string, unknown>)[field] = facts[field]
    merged.source[field] = facts.source[field]
  }
  for (const [field, value] of Object.entries(facts)) {
    if (field !== 'source')
      fillIn(
        merged,
        { [field]: value },
        facts.source[field as keyof SourcedFacts['source']] ?? 'sidecar'
      )
  }
  return {
    ...file,
    facts: merged,
    chunks: [...file.chunks, ...chunks],
    warnings: [...file.warnings, ...warnings],
    ai: file.ai || (facts.ai ?? false),
    hasWorkflow: file.hasWorkflow || (facts.hasWorkflow ?? false),
    capturedAt: file.capturedAt ?? facts.capturedAt ?? null,
    capturedSource: file.capturedSource ?? (facts.capturedAt ? 'metadata' : null),
  }
}
