import type { Pixels } from '#duplicates/hashing/luma'

const fields = 4

/** Mean red, green and blue of 4 × 4 fields, 48 bytes, from every third pixel of every third row. */
export function colourSignature({ data, width, height, channels }: Pixels): Uint8Array {
  const sums = new Float64Array(fields * fields * 4)
  const [green, blue] = channels > 2 ? [1, 2] : [0, 0]
  for (let y = 1; y < height; y += 3) {
    const row = Math.floor((y * fields) / height) * fields
    for (let x = 1; x < width; x += 3) {
      const to = 4 * (row + Math.floor((x * fields) / width))
      const from = (y * width + x) * channels
      sums[to] += data[from]
      sums[to + 1] += data[from + green]
      sums[to + 2] += data[from + blue]
      sums[to + 3]++
    }
  }
  return Uint8Array.from({ length: fields * fields * 3 }, (_, at) => {
    const field = 4 * Math.floor(at / 3)
    return Math.round(sums[field + (at % 3)] / (sums[field + 3] || 1))
  })
}

/** So far apart are the channels of a field at most where a picture is black and white; JPEG shifts them by one or two. */
const greyAt = 4

/** Whether a signature is that of a picture in colour, not in black and white. */
export function isInColour(signature: Uint8Array) {
  for (let at = 0; at < signature.length; at += 3) {
    const [red, green, blue] = signature.subarray(at, at + 3)
    if (Math.max(red, green, blue) - Math.min(red, green, blue) > greyAt) return true
  }
  return false
}
