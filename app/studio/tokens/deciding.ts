import { hash } from 'node:crypto'

/** Which of the options it is, at a place of the template named by `path`. */
export type Decide = (options: readonly { weight: number }[], path: string) => number

/**
 * Draws by weight: the first 48 bits of SHA-256 over seed, number of the result and
 * place. The same everywhere and always, and a change at one place moves no other.
 */
export function drawing(seed: string, index: number): Decide {
  return (options, path) => {
    let left =
      fraction(`${seed}\0${index}\0${path}`) * options.reduce((sum, { weight }) => sum + weight, 0)
    const found = options.findIndex(({ weight }) => (left -= weight) < 0)
    return found < 0 ? options.length - 1 : found
  }
}

/** From 0 to 1, without it. */
function fraction(text: string) {
  return Number.parseInt(hash('sha256', text, 'hex').slice(0, 12), 16) / 2 ** 48
}

/** All lists step together; the shorter ones begin again. */
export function stepping(step: number): Decide {
  return (options) => step % options.length
}

/**
 * All combinations, the leftmost slowest: each result is made with the digits of the one
 * before, the last of which has gone on by one. What is decided first may change what is
 * asked next. `next` says whether there is another.
 */
export function combining(): { decide: Decide; next(): boolean } {
  const digits: { value: number; of: number }[] = []
  let at = 0
  return {
    decide: ({ length }) => {
      if (at === digits.length) digits.push({ value: 0, of: length })
      return digits[at++].value
    },
    next: () => {
      at = 0
      while (digits.length && ++digits.at(-1)!.value === digits.at(-1)!.of) digits.pop()
      return digits.length > 0
    },
  }
}
