import { counters } from '#library/search/counters'
import type { Condition, Context, Driver, Field } from '#library/search/fields/field'
import { any, never, not, places, sql, type Sql } from '#library/search/sql'
import type { Operator, Value } from '#library/search/tree'
import { keyword, numberRange, readNumber } from '#library/search/values'

/** Stars are each person's own: this is always about the person who asks. */
export const rating: Field = {
  label: 'Rating',
  help: 'your stars, 1 to 5, or none',
  example: 'rating:>=4',
  offer: async ({ counts }) => {
    const seen = await counts('rating')
    const counted = new Map(seen.map(({ value, count }) => [value, count]))
    const single = ['5', '4', '3', '2', '1'].map((value) => ({
      value,
      count: counted.get(value) ?? 0,
    }))
    return [{ value: '>=4' }, { value: '>=3' }, ...single, { value: 'none' }]
  },
  check: (value, operator) => void (keyword(value) || stars(value, operator)),
  build: async ({ values, operator }, context) => {
    const found = any(values.map((value) => ratingCondition(value, operator, context)))
    if (operator === '!=') return not(found)
    const wanted = values.some(keyword) ? [0] : values.flatMap((value) => stars(value, operator))
    if (wanted.includes(0) || context.trash) return found
    return { ...found, driver: await ratingDriver([...new Set(wanted)], context) }
  },
}

/** One mark by its place in the feed, out of an index that holds all of it. */
const ownRating = `(SELECT m.rating FROM marks m WHERE m.user_id = ? AND m.position = a.position AND m.rating IS NOT NULL)`

export const rated = ({ viewer }: Context) => sql(`${ownRating} IS NOT NULL`, viewer.id)

export function favorites({ viewer }: Context): Condition {
  return {
    ...sql(
      `(SELECT 1 FROM marks m WHERE m.user_id = ? AND m.position = a.position AND m.favorite) = 1`,
      viewer.id
    ),
    driver: {
      ...sql('SELECT position FROM marks WHERE user_id = ? AND favorite', viewer.id),
      ordered: true,
    },
  }
}

function ratingCondition(value: Value, operator: Operator, context: Context): Sql {
  const word = keyword(value)
  if (word) return word === 'any' ? rated(context) : not(rated(context))
  const wanted = stars(value, operator)
  if (wanted.length === 0) return never
  const { viewer } = context
  return sql(`coalesce(${ownRating}, 0) IN (${places(wanted)})`, viewer.id, ...wanted)
}

/** The numbers of stars meant, 0 being none. */
function stars(value: Value, operator: Operator) {
  const range = numberRange(value, operator, readStars)
  const atLeast = range.from ?? 1
  return [0, 1, 2, 3, 4, 5].filter(
    (number) =>
      (range.open ? number > atLeast : number >= atLeast) &&
      (range.to === undefined || (range.closed ? number <= range.to : number < range.to))
  )
}

function readStars(text: string) {
  const read = readNumber(text)
  if (![0, 1, 2, 3, 4, 5].includes(read.number))
    throw new Error('A rating is a number from 0 to 5.')
  return read
}

/** So many are read star by star and sorted; more come in the order of the feed, past the other stars. */
const fewStars = 2_000

async function ratingDriver(wanted: number[], { viewer }: Context): Promise<Driver> {
  const counted = await counters('rating', viewer, 5)
  const meant = counted.filter(({ value }) => wanted.includes(Number(value)))
  const count = meant.reduce((sum, each) => sum + each.count, 0)
  const ordered = wanted.length === 1 || count > fewStars
  const column = ordered && wanted.length > 1 ? '+rating' : 'rating'
  return {
    ...sql(
      `SELECT position FROM marks WHERE user_id = ? AND rating IS NOT NULL AND ${column} IN (${places(wanted) || 'NULL'})`,
      viewer.id,
      ...wanted
    ),
    ordered,
    count,
  }
}
