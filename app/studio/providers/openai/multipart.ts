import { readDataUri } from '#studio/providers/data_uris'
import type { Json } from '#studio/providers/shapes'

/** Fields as text and data URIs as files, for the routes that take uploads. */
export function formOf(fields: Record<string, Json>, files: Record<string, string[]>): FormData {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.append(name, textOf(value))
  for (const [name, uris] of Object.entries(files))
    for (const [index, uri] of uris.entries()) form.append(name, fileOf(uri), `${index}.png`)
  return form
}

function textOf(value: Json) {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function fileOf(uri: string) {
  const file = readDataUri(uri)
  return new Blob([file?.bytes ?? ''], { type: file?.mime })
}
