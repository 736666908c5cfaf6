import { measure } from '#library/decoding/decoder'
import type { Comparable } from '#duplicates/pairs/judging'
import type { Fingerprint } from '#duplicates/hashing'
import type { Square } from '#duplicates/confirming'
import type { PictureFile } from '#duplicates/scanning/files'

/** What a scan knows of a file's content. */
export interface Hashed extends Comparable {
  mime: string
  jpegQuality: number | null
}

/** Decodes and hashes a picture in a process that may be killed. Throws where it is no whole picture. */
export async function hashFile({ path }: PictureFile): Promise<Hashed> {
  const { sha256, mime, picture, brokenReason } = await measure(path)
  if (!picture) throw new Error(brokenReason ?? 'no picture')
  const { width, height, readings } = picture
  return {
    sha256,
    mime,
    width,
    height,
    fingerprint: readings.fingerprint as Fingerprint,
    square: readings.square as Square,
    jpegQuality: readings.jpegQuality as number | null,
  }
}
