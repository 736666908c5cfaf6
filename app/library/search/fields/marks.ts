import type { Condition, Context, Field } from '#library/search/fields/field'
import { between } from '#library/search/fields/numbers'
import { any, not, sql, type Sql } from '#library/search/sql'
import type { Operator, Value } from '#library/search/tree'
import { keyword, numberRange, readNumber } from '#library/search/values'

/** Stars are each person's own: this is always about the person who asks. */
export const rating: Field = {
  label: 'Rating',
  help: 'your stars, 1 to 5, or none',
  example: 'rating:>=4',
  check: (value, operator) => void (keyword(value) || stars(value, operator)),
  build: ({ values, operator }, context) => {
    const found = any(values.map((value) => ratingCondition(value, operator, context)))
    return operator === '!=' ? not(found) : found
  },
}

export const rated = ({ viewer }: Context) => marked('m.rating IS NOT NULL', viewer.id)

export function favorites({ viewer }: Context): Condition {
  return marked('m.favorite', viewer.id)
}

function ratingCondition(value: Value, operator: Operator, context: Context): Sql {
  const word = keyword(value)
  if (word) return word === 'any' ? rated(context) : not(rated(context))
  const range = stars(value, operator)
  if (range.to === 0 && range.from === 0) return not(rated(context))
  const { sql: test, bindings } = between('m.rating', range)
  return marked(test, context.viewer.id, bindings)
}

function marked(test: string, viewerId: number, bindings: unknown[] = []) {
  return sql(
    `EXISTS (SELECT 1 FROM marks m WHERE m.user_id = ? AND m.asset_id = a.id AND ${test})`,
    viewerId,
    ...bindings
  )
}

function stars(value: Value, operator: Operator) {
  return numberRange(value, operator, (text) => {
    const read = readNumber(text)
    if (![0, 1, 2, 3, 4, 5].includes(read.number))
      throw new Error('A rating is a number from 0 to 5.')
    return read
  })
}
