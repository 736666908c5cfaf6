import { randomUUID } from 'node:crypto'
import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** Where the WebP of this size lies below the folder of derivatives. */
export function derivativeName(sha256: string, size: number) {
  return join(sha256.slice(0, 2), sha256.slice(2, 4), `${sha256}-${size}.webp`)
}

/**
 * Whole or not at all: a page may ask for it at any moment. Waits for the disk, which
 * takes a fifth of the time a promise for each step does, so not for the web process.
 */
export function writeDerivative(path: string, webp: Uint8Array) {
  const half = `${path}.${randomUUID()}`
  try {
    writeFileSync(half, webp)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(half, webp)
  }
  renameSync(half, path)
}
