import { rm, stat } from 'node:fs/promises'
import library from '#config/library'
import { derivativesPath } from '#core/paths'
import { derivativeName } from '#library/derivatives/writing'

/** Where the WebP of this size lies, whether it is made already or not. */
export function derivativePath(sha256: string, size: number) {
  return derivativesPath(derivativeName(sha256, size))
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

/** Forgets what was made from an original that is no more. */
export async function removeDerivatives(sha256: string) {
  for (const size of library.derivativeSizes)
    await rm(derivativePath(sha256, size), { force: true })
}
