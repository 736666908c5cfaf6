import { lstat } from 'node:fs/promises'
import { basename, dirname, extname, join } from 'node:path'
import { readPlainFile } from '#library/decoding/plain_files'
import { decodeText, parseJson } from '#library/metadata/decoding'
import { isObject, text, type JsonObject } from '#library/metadata/values'
import { plainKey } from '#library/metadata/plain_facts'
import type { Chunk } from '#library/metadata/containers/container'

const largest = 64 * 1024 * 1024
const mostFiles = 4
const named = [
  'filename',
  'file',
  'image',
  'imagepath',
  'imagefile',
  'filepath',
  'path',
  'name',
  'src',
  'url',
  'sourcepath',
  'originalfilename',
]

interface LibraryFile {
  stamp: string
  entries: Map<string, JsonObject>
}

/** The last folders' libraries, so that a folder of ten thousand pictures is read once. */
const remembered = new Map<string, LibraryFile>()

/**
 * The entry about this file in a JSON of a previous library beside it: a list
 * of objects that name their file, or an object keyed by file name. JSON that
 * belongs to one picture (same stem) is not looked at here.
 */
export async function libraryEntry(
  path: string,
  beside: Set<string>
): Promise<{ path: string; chunk: Chunk } | undefined> {
  const stems = new Set(
    [...beside]
      .filter((name) => !/\.json$/i.test(name))
      .map((name) => name.slice(0, name.length - extname(name).length))
  )
  const files = [...beside].filter(
    (name) =>
      /\.json$/i.test(name) && !stems.has(name.slice(0, -5)) && !beside.has(name.slice(0, -5))
  )
  for (const name of files.slice(0, mostFiles)) {
    const library = await readLibrary(join(dirname(path), name))
    const entry = library?.entries.get(basename(path))
    if (entry)
      return {
        path: join(dirname(path), name),
        chunk: {
          container: 'sidecar',
          keyword: '.library',
          body: Buffer.from(JSON.stringify(entry)),
        },
      }
  }
  return undefined
}

async function readLibrary(path: string): Promise<LibraryFile | undefined> {
  const found = await lstat(path).catch(() => undefined)
  if (!found?.isFile() || found.size > largest) return undefined
  const stamp = `${found.size} ${found.mtimeMs}`
  const known = remembered.get(path)
  if (known?.stamp === stamp) return known
  const read = await readPlainFile(path, largest).catch(() => undefined)
  if (!read) return undefined
  const library = {
    stamp: `${read.size} ${read.mtimeMs}`,
    entries: entriesOf(parseJson(decodeText(read.bytes))),
  }
  if (remembered.size >= 8) remembered.delete(remembered.keys().next().value!)
  remembered.set(path, library)
  return library
}

function entriesOf(value: unknown): Map<string, JsonObject> {
  const entries = new Map<string, JsonObject>()
  const list = Array.isArray(value) ? value : lists(value)
  for (const entry of list ?? []) {
    const name = isObject(entry) && fileNameOf(entry)
    if (name) entries.set(name, entry)
  }
  if (!list && isObject(value)) {
    for (const [name, entry] of Object.entries(value))
      if (isObject(entry)) entries.set(fileName(name), entry)
  }
  return entries
}

/** `{"images": […]}`, whatever the list is called. */
function lists(value: unknown): unknown[] | undefined {
  return isObject(value)
    ? (Object.values(value).find((inner) => Array.isArray(inner) && isObject(inner[0])) as
        unknown[] | undefined)
    : undefined
}

const fileName = (path: string) => path.split(/[\\/]/).pop()!.split('?')[0]

function fileNameOf(entry: JsonObject): string | undefined {
  const keys = new Map(Object.keys(entry).map((key) => [plainKey(key), key]))
  for (const name of named) {
    const found = text(entry[keys.get(name) ?? ''])
    if (found && /\.\w{2,5}$/.test(fileName(found))) return fileName(found)
  }
  return undefined
}
