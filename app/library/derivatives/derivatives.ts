import { randomUUID } from 'node:crypto'
import { mkdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import library from '#config/library'
import { derivativesPath } from '#core/paths'
import type { Decoded } from '#library/decoding/decoding'

/** Where the WebP of this size lies, whether it is made already or not. */
export function derivativePath(sha256: string, size: number) {
  return derivativesPath(sha256.slice(0, 2), sha256.slice(2, 4), `${sha256}-${size}.webp`)
}

/** The largest size that is already made and no larger than asked for, or null. */
export async function bestDerivative(sha256: string, size: number) {
  const sizes = library.derivativeSizes.filter((each) => each <= size).sort((a, b) => b - a)
  for (const each of sizes) {
    const path = derivativePath(sha256, each)
    const found = await stat(path).catch(() => null)
    if (found?.size) return { path, size: each, bytes: found.size }
  }
  return null
}

/** Keeps the thumbnail the import's decode made. */
export async function saveThumbnail({ sha256, picture }: Decoded) {
  if (picture) await saveDerivative(sha256, 320, picture.thumbnail)
}

/** Forgets what was made from an original that is no more. */
export async function removeDerivatives(sha256: string) {
  for (const size of library.derivativeSizes)
    await rm(derivativePath(sha256, size), { force: true })
}

/** Whole or not at all: a page may ask for it at any moment. */
export async function saveDerivative(sha256: string, size: number, webp: Uint8Array) {
  const path = derivativePath(sha256, size)
  const half = `${path}.${randomUUID()}`
  await mkdir(dirname(path), { recursive: true })
  await writeFile(half, webp)
  await rename(half, path)
}
