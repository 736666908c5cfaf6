/**
 * Amounts are whole millionths of their currency, as the database keeps them:
 * sums are exact, and safe as numbers up to nine thousand million dollars.
 */
export interface Money {
  amount: number
  currency: string
}

const million = 1_000_000

/** Decimal text, as providers and people write it, rounded up to a millionth. Throws where it is no amount. */
export function millionths(text: string): number {
  const [, sign, whole, fraction = ''] = /^\s*(-?)(\d+)(?:\.(\d*))?\s*$/.exec(text) ?? []
  if (whole === undefined) throw new Error(`Not an amount: ${text}`)
  const beyond = /[1-9]/.test(fraction.slice(6)) ? 1 : 0
  const amount = Number(whole) * million + Number(fraction.slice(0, 6).padEnd(6, '0')) + beyond
  if (!Number.isSafeInteger(amount)) throw new Error(`Too large an amount: ${text}`)
  return sign ? -amount : amount
}

/** Decimal text without needless noughts: `0.04`. */
export function decimal(amount: number): string {
  const digits = String(Math.abs(amount)).padStart(7, '0')
  const fraction = digits.slice(-6).replace(/0+$/, '')
  return `${amount < 0 ? '-' : ''}${digits.slice(0, -6)}${fraction && `.${fraction}`}`
}

/** As people read it: `$0.04`, `12 Buzz`, `3.2 seconds`. Dollars show at least cents. */
export function inWords({ amount, currency }: Money): string {
  const text = decimal(amount)
  if (currency !== 'USD') return `${text} ${names[currency] ?? currency}`
  const [whole, fraction = ''] = text.replace('-', '').split('.')
  return `${amount < 0 ? '-' : ''}$${whole}.${fraction.padEnd(2, '0')}`
}

const names: Record<string, string> = { BUZZ: 'Buzz', SECONDS: 'seconds', TOKENS: 'tokens' }
