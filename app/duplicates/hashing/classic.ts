/** DCT-II rows 0 to 7 of 32 samples. */
const cosines = Array.from({ length: 8 }, (_, frequency) =>
  Float32Array.from({ length: 32 }, (__, sample) =>
    Math.cos((Math.PI / 64) * frequency * (2 * sample + 1))
  )
)

/**
 * The widespread 64-bit DCT hash (Zauner 2010; ImageHash's and Stash's pHash): of 32 × 32
 * means, the 8 × 8 lowest frequencies against their median. First bit is the highest of byte 0.
 */
export function pHash(means: Float32Array): Uint8Array {
  const halves = new Float32Array(32 * 8)
  for (let row = 0; row < 32; row++) {
    for (let frequency = 0; frequency < 8; frequency++) {
      let sum = 0
      const cosine = cosines[frequency]
      for (let sample = 0; sample < 32; sample++) sum += cosine[sample] * means[row * 32 + sample]
      halves[row * 8 + frequency] = sum
    }
  }
  const low = new Float32Array(64)
  for (let vertical = 0; vertical < 8; vertical++) {
    const cosine = cosines[vertical]
    for (let row = 0; row < 32; row++) {
      for (let across = 0; across < 8; across++) {
        low[vertical * 8 + across] += cosine[row] * halves[row * 8 + across]
      }
    }
  }
  const sorted = low.slice().sort()
  const median = (sorted[31] + sorted[32]) / 2
  return pack((bit) => low[bit] > median)
}

/** The 64-bit gradient hash (Krawetz 2013) of 9 × 8 means: is a field brighter than its left neighbour. */
export function dHash(means: Float32Array): Uint8Array {
  return pack((bit) => {
    const at = (bit >> 3) * 9 + (bit & 7)
    return means[at + 1] > means[at]
  })
}

function pack(isSet: (bit: number) => boolean) {
  const hash = new Uint8Array(8)
  for (let bit = 0; bit < 64; bit++) if (isSet(bit)) hash[bit >> 3] |= 128 >> (bit & 7)
  return hash
}
