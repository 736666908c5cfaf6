import type { Field } from '#library/search/fields/field'
import { all, any, not, sql, type Sql } from '#library/search/sql'
import type { Operator, Value } from '#library/search/tree'
import { keyword, numberRange, readNumber, type Range } from '#library/search/values'

interface NumberOptions {
  label: string
  help: string
  example: string
  units?: Record<string, number>
  /** Measured rather than chosen: `mp:2` also finds 1.9. */
  approximate?: boolean
}

/** A field that compares a number. */
export function numbers(expression: string, options: NumberOptions): Field {
  const range = (value: Value, operator: Operator) =>
    numberRange(value, operator, (text) => readNumber(text, options.units), options.approximate)
  const test = (value: Value, operator: Operator) => {
    const word = keyword(value)
    if (word) return sql(`${expression} IS ${word === 'any' ? 'NOT ' : ''}NULL`)
    return between(expression, range(value, operator))
  }
  return {
    ...options,
    check: (value, operator) => void (keyword(value) || range(value, operator)),
    build: ({ values, operator }) => {
      const found = any(values.map((value) => test(value, operator)))
      return operator === '!=' ? not(found) : found
    },
  }
}

/** `expression` within a range, ends as the range says. */
export function between(expression: string, range: Range<string | number>): Sql {
  const parts = []
  if (range.from !== undefined) {
    parts.push(sql(`${expression} ${range.open ? '>' : '>='} ?`, range.from))
  }
  if (range.to !== undefined) {
    parts.push(sql(`${expression} ${range.closed ? '<=' : '<'} ?`, range.to))
  }
  return all(parts)
}
