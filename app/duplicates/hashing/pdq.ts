/**
 * PDQ, the 256-bit perceptual hash of Meta's ThreatExchange ("The TMK+PDQF Video-Hashing
 * Algorithm and the PDQ Image-Hashing Algorithm", 2019): the signs, against their median,
 * of the 16 × 16 lowest frequencies of a 64 × 64 picture without its mean.
 */
export const pdqBytes = 32
const size = 64
const kept = 16

/** Mirrorings and quarter turns that map a square onto itself, in the order their hashes are stored. */
export const orientations = [
  'upright',
  'mirrored',
  'upside_down',
  'turned_180',
  'transposed',
  'turned_90',
  'turned_270',
  'transverse',
] as const

/** What takes an orientation back: the two quarter turns do so for each other, all others for themselves. */
export const inverseOf = (orientation: number) => ({ 5: 6, 6: 5 })[orientation] ?? orientation

/** 32 bytes, in the order of the published hexadecimal form. */
export function pdqOf(frequencies: Float32Array) {
  const middle = medianOf(frequencies)
  const hash = new Uint8Array(pdqBytes)
  for (let bit = 0; bit < 256; bit++) {
    if (frequencies[bit] > middle) hash[31 - (bit >> 3)] |= 1 << (bit & 7)
  }
  return hash
}

/** The hashes the picture has in all eight orientations, 32 bytes each. Mirroring changes signs, turning also swaps axes. */
export function pdqsOf(frequencies: Float32Array) {
  const hashes = new Uint8Array(orientations.length * pdqBytes)
  const turned = new Float32Array(kept * kept)
  orientations.forEach((_, orientation) => {
    const across = (orientation & 1) > 0
    const down = (orientation & 2) > 0
    for (let row = 0, at = 0; row < kept; row++) {
      for (let column = 0; column < kept; column++, at++) {
        const value = frequencies[orientation & 4 ? column * kept + row : at]
        const negative = (across && !(column & 1)) !== (down && !(row & 1))
        turned[at] = negative ? -value : value
      }
    }
    hashes.set(pdqOf(turned), orientation * pdqBytes)
  })
  return hashes
}

/** The 64 lowest frequencies as a hash of their own: a coarse PDQ for indexes that must be small. */
export function coarsePdqOf(frequencies: Float32Array) {
  const lowest = new Float32Array(64)
  for (let row = 0; row < 8; row++) {
    lowest.set(frequencies.subarray(row * kept, row * kept + 8), row * 8)
  }
  const middle = medianOf(lowest)
  const hash = new Uint8Array(8)
  for (let bit = 0; bit < 64; bit++) if (lowest[bit] > middle) hash[bit >> 3] |= 1 << (bit & 7)
  return hash
}

/** PDQ's own measure of how much there is to recognise, 0 to 100. Pictures at 49 or less match by chance. */
export function pdqQuality(means: Float32Array) {
  let steps = 0
  for (let row = 0, at = 0; row < size; row++) {
    for (let column = 0; column < size; column++, at++) {
      if (column < 63) steps += Math.abs(((means[at] - means[at + 1]) * 100) / 255) | 0
      if (row < 63) steps += Math.abs(((means[at] - means[at + size]) * 100) / 255) | 0
    }
  }
  return Math.min(100, Math.floor(steps / 90))
}

/** The lower of the two middle values, as PDQ has it. */
function medianOf(values: Float32Array) {
  return values.slice().sort()[values.length / 2 - 1]
}
