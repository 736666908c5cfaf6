import type { Pixels } from '#library/decoding/pixels'

/** So many bytes of colours make 150 characters of Base64 with the header before them. */
const mostBytes = 84

/**
 * Some twenty colours of a picture as a BMP in Base64, small enough to stand in the page itself;
 * the browser smooths them. What is transparent becomes grey. Written here because any encoder
 * takes longer to be called than this takes to be computed.
 */
export function makePlaceholder(pixels: Pixels): string {
  const { width, height } = shapeOf(pixels.width / pixels.height)
  const bitmap = Buffer.alloc(26 + height * bytesOfRow(width))
  bitmap.write('BM', 'latin1')
  bitmap.writeUInt32LE(bitmap.length, 2)
  for (const [at, number] of [26, 0, 12, 0, width, height, 1, 24].entries()) {
    bitmap.writeUInt16LE(number, 10 + 2 * at)
  }
  for (let y = 0; y < height; y++) {
    const [top, bottom] = stretch(y, pixels.height / height)
    const row = 26 + (height - 1 - y) * bytesOfRow(width)
    for (let x = 0; x < width; x++) {
      const [left, right] = stretch(x, pixels.width / width)
      averageField(pixels, { left, right, top, bottom }, bitmap.subarray(row + 3 * x))
    }
  }
  return bitmap.toString('base64')
}

/** As many fields as may be, as square as may be. */
function shapeOf(aspect: number) {
  const width = Math.min(8, Math.max(1, Math.round(Math.sqrt(24 * aspect))))
  const fitting = Math.floor(mostBytes / bytesOfRow(width))
  return { width, height: Math.min(fitting, Math.max(1, Math.round(width / aspect))) }
}

/** Rows of a bitmap begin at every fourth byte, and the lowest is the first. */
const bytesOfRow = (width: number) => Math.ceil((width * 3) / 4) * 4

const stretch = (index: number, length: number) => [
  Math.floor(index * length),
  Math.max(Math.floor((index + 1) * length), Math.floor(index * length) + 1),
]

/** Some eighty pixels of a field are enough to tell its colour: blue, green, red. */
function averageField(
  { data, width, channels }: Pixels,
  field: { left: number; right: number; top: number; bottom: number },
  colour: Buffer
) {
  const across = Math.max(1, (field.right - field.left) >> 3)
  const down = Math.max(1, (field.bottom - field.top) >> 3)
  const [green, blue] = channels > 2 ? [1, 2] : [0, 0]
  const alpha = channels % 2 ? -1 : channels - 1
  let [r, g, b, weight, count] = [0, 0, 0, 0, 0]
  for (let y = field.top; y < field.bottom; y += down) {
    for (let x = field.left; x < field.right; x += across, count++) {
      const at = (y * width + x) * channels
      const opacity = alpha < 0 ? 255 : data[at + alpha]
      weight += opacity
      r += data[at] * opacity
      g += data[at + green] * opacity
      b += data[at + blue] * opacity
    }
  }
  const rest = 128 * (255 * count - weight)
  colour[0] = (b + rest) / (255 * count)
  colour[1] = (g + rest) / (255 * count)
  colour[2] = (r + rest) / (255 * count)
}
