import { isObject } from '#studio/forms/json_schema'
import type { Json, RemoteOutput } from '#studio/providers/shapes'

const kinds = ['images', 'gifs', 'video', 'videos', 'audio']

/** What the nodes of a graph saved; previews only where nothing else was. */
export function outputsOf(outputs: Json | undefined, baseUrl: string): RemoteOutput[] {
  const files = Object.values(isObject(outputs) ? outputs : {})
    .filter(isObject)
    .flatMap((node) => kinds.map((kind) => node[kind]).filter(Array.isArray))
    .flat()
    .filter(isObject)
    .filter(({ filename }) => typeof filename === 'string')
  const saved = files.filter(({ type }) => type === 'output')
  return (saved.length ? saved : files).map((file) => ({
    source: { url: addressOf(file, baseUrl), authorized: true },
  }))
}

function addressOf({ filename, subfolder, type }: { [key: string]: Json }, baseUrl: string) {
  const query = new URLSearchParams({
    filename: String(filename),
    subfolder: String(subfolder ?? ''),
    type: String(type ?? 'output'),
  })
  return `${baseUrl}/view?${query}`
}
