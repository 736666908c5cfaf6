/** A picture of at most 320 px, upright, sRGB, 8 bit; 1 to 4 channels, rows from the top. */
export interface Pixels {
  data: Buffer
  width: number
  height: number
  channels: 1 | 2 | 3 | 4
}

/**
 * Computes something from a picture's pixels, or from the file they were decoded from.
 * Must return what can be sent between processes.
 */
export type PixelReader = (pixels: Pixels, file: Buffer) => unknown
