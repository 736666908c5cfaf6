import { limits, TemplateError } from '#studio/tokens/errors'

const number = String.raw`-?\d+(?:\.\d+)?`
const pattern = new RegExp(`^(${number})\\.\\.(${number})(?:\\.\\.(${number})|/(\\d+))?$`)

/**
 * The values of `20..40..10` (a step) or `1..10/4` (so many, evenly), as text with the
 * decimals they were written with; null where the text is no range.
 */
export function rangeValues(text: string, column: number): string[] | null {
  const [, first, last, step, points] = pattern.exec(text) ?? []
  if (first === undefined) return null
  const distance = Number(last) - Number(first)
  const size = points ? distance / Math.max(Number(points) - 1, 1) : Math.abs(Number(step ?? 1))
  if (!size && distance) throw new TemplateError('E_RANGE', column, 'A range needs a step above 0.')
  if (points === '0') throw new TemplateError('E_RANGE', column, 'A range of 0 values is empty.')
  const count = points ? Number(points) : Math.floor(Math.abs(distance) / (size || 1) + 1e-9) + 1
  if (count > limits.rangeValues) {
    const most = limits.rangeValues.toLocaleString('en')
    throw new TemplateError('E_TOO_MANY', column, `A range may have ${most} values at most.`)
  }
  const decimals = Math.max(...[first, last, step ?? ''].map(decimalsOf))
  const stride = points ? size : size * (Math.sign(distance) || 1)
  return Array.from({ length: count }, (_, index) =>
    written(Number(first) + index * stride, decimals)
  )
}

function decimalsOf(text: string) {
  return text.split('.')[1]?.length ?? 0
}

/** Evenly spread values may need more decimals than their ends were written with. */
function written(value: number, decimals: number) {
  const plain = value.toFixed(decimals)
  return Math.abs(Number(plain) - value) < 1e-9 ? plain : String(Number(value.toFixed(6)))
}
