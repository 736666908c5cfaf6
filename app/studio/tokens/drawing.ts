import { hash } from 'node:crypto'
import type { Decide } from '#studio/tokens/deciding'

/**
 * Numbers that follow from a seed alone, the same everywhere and always: each place has a sequence of its
 * own, so that a change at one moves no other. A place begins at the first 32 bits of SHA-256 over seed and
 * place, and goes on by SplitMix with 32 bits: a Weyl sequence through a mixing function (G. Steele,
 * D. Lea, C. Flood, Fast Splittable Pseudorandom Number Generators, 2014), here the one of the
 * hash-prospector by C. Wellons that was found with shifts of 16, 15 and 15 (public domain).
 */
export function numbersFrom(seed: string) {
  const starts = new Map<string, number>()

  /** 32 bits of the result of this number at a place. */
  return (index: number, place: string) => {
    let start = starts.get(place)
    if (start === undefined) {
      start = Number.parseInt(hash('sha256', `${seed}\0${place}`, 'hex').slice(0, 8), 16)
      starts.set(place, start)
    }
    return mixed(start + Math.imul(index + 1, 0x9e3779b9))
  }
}

function mixed(bits: number) {
  bits ^= bits >>> 16
  bits = Math.imul(bits, 0x21f0aaad)
  bits ^= bits >>> 15
  bits = Math.imul(bits, 0x735a2d97)
  bits ^= bits >>> 15
  return bits >>> 0
}

/** Draws by weight for the result of this number. */
export function drawing(numbers: ReturnType<typeof numbersFrom>, index: number): Decide {
  return (options, path) => {
    let left = 0
    for (const { weight } of options) left += weight
    left *= numbers(index, path) / 2 ** 32
    const found = options.findIndex(({ weight }) => (left -= weight) < 0)
    return found < 0 ? options.length - 1 : found
  }
}
