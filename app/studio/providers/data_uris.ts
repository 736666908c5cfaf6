import { readFile } from 'node:fs/promises'
import type { LocalFile } from '#studio/providers/shapes'

/** Small files that travel inside JSON: `data:image/png;base64,…`. */

export async function dataUriOf({ path, mime }: Pick<LocalFile, 'path' | 'mime'>) {
  return `data:${mime};base64,${await readFile(path, 'base64')}`
}

/** Null of any other address. */
export function readDataUri(text: string): { mime: string; bytes: Buffer } | null {
  const [, mime, data] = /^data:([\w/+.-]+);base64,(.+)$/s.exec(text) ?? []
  return mime ? { mime, bytes: Buffer.from(data, 'base64') } : null
}
