import sharp from 'sharp'
import type { Pixels } from '#library/decoding/pixels'

/**
 * A WebP of at most 16 px in Base64, small enough to stand in the page itself: at most
 * 150 characters. What is transparent becomes grey.
 */
export async function makePlaceholder(pixels: Pixels) {
  for (const [size, quality] of [
    [16, 30],
    [12, 20],
    [8, 10],
    [4, 1],
  ]) {
    const { data, ...shape } = average(pixels, size)
    const tiny = await sharp(data, { raw: shape }).webp({ quality, effort: 0 }).toBuffer()
    if (tiny.length <= 111) return tiny.toString('base64')
  }
  return ''
}

/** A pipeline of the decoder for this costs more than all other work on the placeholder. */
function average(pixels: Pixels, size: number) {
  const scale = Math.min(1, size / Math.max(pixels.width, pixels.height))
  const width = Math.max(1, Math.round(pixels.width * scale))
  const height = Math.max(1, Math.round(pixels.height * scale))
  const data = Buffer.alloc(width * height * 3)
  for (let y = 0, at = 0; y < height; y++) {
    const [top, bottom] = stretch(y, pixels.height / height)
    for (let x = 0; x < width; x++, at += 3) {
      const [left, right] = stretch(x, pixels.width / width)
      averageField(pixels, { left, right, top, bottom }, data.subarray(at, at + 3))
    }
  }
  return { data, width, height, channels: 3 as const }
}

const stretch = (index: number, length: number) => [
  Math.floor(index * length),
  Math.max(Math.floor((index + 1) * length), Math.floor(index * length) + 1),
]

/** Some twenty pixels of a field are enough to tell its colour. */
function averageField(
  { data, width, channels }: Pixels,
  field: { left: number; right: number; top: number; bottom: number },
  colour: Buffer
) {
  const step = Math.max(1, (field.right - field.left) >> 2)
  const [green, blue] = channels > 2 ? [1, 2] : [0, 0]
  const alpha = channels % 2 ? -1 : channels - 1
  let [r, g, b, weight, count] = [0, 0, 0, 0, 0]
  for (let y = field.top; y < field.bottom; y += step) {
    for (let x = field.left; x < field.right; x += step, count++) {
      const at = (y * width + x) * channels
      const opacity = alpha < 0 ? 255 : data[at + alpha]
      weight += opacity
      r += data[at] * opacity
      g += data[at + green] * opacity
      b += data[at + blue] * opacity
    }
  }
  const rest = 128 * (255 * count - weight)
  colour[0] = (r + rest) / (255 * count)
  colour[1] = (g + rest) / (255 * count)
  colour[2] = (b + rest) / (255 * count)
}
