import { stat } from 'node:fs/promises'
import Wildcard from '#studio/models/wildcard'
import { wildcardFiles } from '#studio/wildcards/files'

const pageLength = 100

export interface WildcardEntry {
  name: string
  bytes: number
  /** Null for a file of the data folder. */
  id: number | null
  /** A file of this name lies in the data folder and is not read. */
  hidesFile: boolean
}

/** One page of the wildcards by name, those of the app and the files; `after` is the last name of the page before. */
export async function wildcardList({ search, after }: { search?: string | null; after?: string }) {
  const files = await wildcardFiles()
  const written = await Wildcard.query()
    .select('id', 'name')
    .select(Wildcard.query().client.raw('length(body) AS bytes'))
  const entries = new Map<string, WildcardEntry & { path?: string }>()
  for (const [name, path] of files) {
    entries.set(name, { name, path, bytes: 0, id: null, hidesFile: false })
  }
  for (const { id, name, $extras } of written) {
    const bytes = Number($extras.bytes)
    entries.set(name, { id, name, bytes, hidesFile: files.has(name) })
  }
  const part = search?.toLowerCase() ?? ''
  const found = [...entries.values()]
    .filter(({ name }) => name.toLowerCase().includes(part) && (!after || name > after))
    .sort((one, other) => (one.name < other.name ? -1 : 1))
  const page = found.slice(0, pageLength)
  return {
    wildcards: await Promise.all(page.map(measured)),
    next: found.length > pageLength ? page.at(-1)!.name : null,
  }
}

async function measured({ path, ...entry }: WildcardEntry & { path?: string }) {
  if (!path) return entry
  const { size } = await stat(path).catch(() => ({ size: 0 }))
  return { ...entry, bytes: size }
}
