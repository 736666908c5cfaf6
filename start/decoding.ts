import type { PixelReader } from '#library/decoding/pixels'
import { hashPixels, squareOf } from '#duplicates/hashing'

/**
 * The one table of what is computed from the pixels of a picture when it is
 * measured; an import does without. Read in the decoder process, where there is
 * no container. The results arrive as `readings` under the same names.
 */
export const pixelReaders: Record<string, PixelReader> = {
  fingerprint: hashPixels,
  square: squareOf,
}
