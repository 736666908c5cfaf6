/** Chance that can be had again: the same seed gives the same numbers. */
export function random(seed: number) {
  let number = seed >>> 0
  /** A whole number from 0 up to, not including, `below`. */
  const next = (below: number) => {
    number = (number + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(number ^ (number >>> 15), number | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below)
  }
  const pick = <T>(values: readonly T[]): T => values[next(values.length)]
  const some = <T>(values: readonly T[]): T[] => values.filter(() => next(2))
  return { next, pick, some }
}
