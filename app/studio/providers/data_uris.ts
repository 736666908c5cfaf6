import { hash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { Json, LocalFile } from '#studio/providers/shapes'

/** Small files that travel inside JSON: `data:image/png;base64,…`. */

export async function dataUriOf({ path, mime }: Pick<LocalFile, 'path' | 'mime'>) {
  return `data:${mime};base64,${await readFile(path, 'base64')}`
}

/** Null of any other address. */
export function readDataUri(text: string): { mime: string; bytes: Buffer } | null {
  const [, mime, data] = /^data:([\w/+.-]+);base64,(.+)$/s.exec(text) ?? []
  return mime ? { mime, bytes: Buffer.from(data, 'base64') } : null
}

/** A file that travelled inside an order, as it is kept: the item of the library it was, and the hash of all that was sent of it. */
export type KeptFile = { asset: number; sha256: string }

/** Null of what is short enough to be kept as it is. */
export function keptFile(asset: number, sent: Json): KeptFile | null {
  if (typeof sent !== 'string' || !sent.startsWith('data:')) return null
  return { asset, sha256: hash('sha256', sent, 'hex') }
}

export function isKeptFile(value: Json): value is KeptFile {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return false
  return typeof value.asset === 'number' && /^[0-9a-f]{64}$/.test(String(value.sha256))
}

/** Whether this is what was sent. */
export function isSameFile(value: Json | undefined, { sha256 }: KeptFile) {
  return typeof value === 'string' && hash('sha256', value, 'hex') === sha256
}
