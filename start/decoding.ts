import type { PixelReader } from '#library/decoding/pixels'
import { hashPixels, squareOf } from '#duplicates/hashing'
import { estimateJpegQuality } from '#duplicates/jpeg_quality'

/**
 * The one table of what is computed from the pixels of a picture whenever it is
 * decoded. Read in the decoder process, where there is no container. The results
 * arrive as `readings` under the same names; start/importing.ts says who keeps them.
 */
export const pixelReaders: Record<string, PixelReader> = {
  fingerprint: hashPixels,
  square: squareOf,
  jpegQuality: (_pixels, file) => estimateJpegQuality(file),
}
