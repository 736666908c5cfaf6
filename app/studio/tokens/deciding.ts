/** Which of the options it is, at a place of the template. */
export type Decide = (options: readonly { weight: number }[], place: number) => number

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
