import { hash } from 'node:crypto'
import type { Decide } from '#studio/tokens/deciding'

/**
 * Numbers that follow from a seed alone, the same everywhere and always. Each place of a template has a
 * sequence of its own, so that a change at one moves no other: it begins at the place, together with the
 * first 32 bits of the SHA-256 of the seed, and goes on by SplitMix with 32 bits. That is a Weyl sequence
 * through a mixing function (G. Steele, D. Lea, C. Flood, Fast Splittable Pseudorandom Number Generators,
 * 2014), here the one of the hash-prospector by C. Wellons with shifts of 16, 15 and 15 (public domain).
 */
export function numbersFrom(seed: string) {
  const start = hash('sha256', seed, 'buffer').readInt32BE(0)

  /** 32 bits of the result of this number at a place. */
  return (index: number, place: number) => mixed((start ^ place) + Math.imul(index + 1, weyl)) >>> 0
}

/** The so-manieth place within a place, or the one of a name. */
export function placeIn(place: number, part: number | string): number {
  if (typeof part === 'number') return mixed(place + Math.imul(part + 1, weyl))
  let inside = mixed(place)
  for (let at = 0; at < part.length; at++) inside = placeIn(inside, part.charCodeAt(at))
  return inside
}

const weyl = 0x9e3779b9

function mixed(bits: number) {
  bits ^= bits >>> 16
  bits = Math.imul(bits, 0x21f0aaad)
  bits ^= bits >>> 15
  bits = Math.imul(bits, 0x735a2d97)
  return bits ^ (bits >>> 15)
}

/** Draws by weight for the result of this number. */
export function drawing(numbers: ReturnType<typeof numbersFrom>, index: number): Decide {
  return (options, place) => {
    let left = 0
    for (const { weight } of options) left += weight
    left *= numbers(index, place) / 2 ** 32
    const found = options.findIndex(({ weight }) => (left -= weight) < 0)
    return found < 0 ? options.length - 1 : found
  }
}
