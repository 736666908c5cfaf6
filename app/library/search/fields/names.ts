import { counters, type Counter } from '#library/search/counters'
import type { Context, Driver, Field } from '#library/search/fields/field'
import type { SampleColumn } from '#library/search/sampling'
import { isSqlite } from '#core/dialect'
import { any, not, places, sql, type Sql } from '#library/search/sql'
import type { Operator, Value } from '#library/search/tree'
import { keyword } from '#library/search/values'

interface NameOptions {
  label: string
  help: string
  example: string
  /** Only the whole value or a pattern, never a part: numbers kept as text. */
  whole?: boolean
  /** What its values are counted by. */
  counted?: Counter | SampleColumn
}

/** A field of short text: part of it, the whole of it after `=`, or a pattern with `*`. */
export function names(column: string, options: NameOptions): Field {
  const { counted, ...rest } = options
  return {
    ...rest,
    check: checkPattern,
    offer: counted && (({ counts }) => counts(counted)),
    build: async ({ values, operator }, context) => {
      const same = operator || (options.whole ? '=' : '')
      const found = any(values.map((value) => nameCondition(column, value, same)))
      if (operator === '!=') return not(found)
      if (values.some(keyword) || context.trash) return found
      if (counted === 'model' || counted === 'generator') {
        return { ...found, driver: await countedDriver(counted, values, operator, context) }
      }
      return found
    },
  }
}

export function nameCondition(column: string, value: Value, operator: Operator): Sql {
  const word = keyword(value)
  if (word) return sql(`${column} IS ${word === 'any' ? 'NOT ' : ''}NULL`)
  if (operator === '=' && /^\d+$/.test(value.text)) return sql(`${column} = ?`, value.text)
  return sql(`lower(${column}) LIKE lower(?) ESCAPE '\\'`, likePattern(value.text, operator))
}

const mostStars = 3

/** Each `*` is another way to go back over a text, so that there may be only a few. */
export function checkPattern({ text }: { text: string }) {
  if (pieces(text, '').length - 1 <= mostStars) return
  throw new Error(`“${text}” has more than ${mostStars} *: leave some out.`)
}

/**
 * The LIKE pattern of a value: exact after `=`, a pattern where it has a `*`, else anything
 * that contains it. Upper and lower case are for the database to make alike, on both sides:
 * SQLite knows those of ASCII only.
 */
export function likePattern(text: string, operator: Operator) {
  return pieces(text, operator)
    .map((piece) => piece.replace(/[\\%_]/g, '\\$&'))
    .join('%')
}

/** What must stand in a text in this order, with anything between; the first and the last at its ends. */
function pieces(text: string, operator: Operator) {
  if (text.includes('*')) return text.split(/\*+/)
  return operator === '=' || operator === '!=' ? [text] : ['', text, '']
}

/** The values that the counters hold and that are meant, each an index of its own. */
async function countedDriver(
  column: 'model' | 'generator',
  values: Value[],
  operator: Operator,
  { viewer }: Context
): Promise<Driver> {
  const fitting = values.map((value) => fitter(pieces(value.text, operator)))
  const known = await counters(column, viewer, 10_000)
  const meant = known.filter(({ value }) => fitting.some((fits) => fits(value)))
  const wanted = meant.slice(0, 500).map(({ value }) => value)
  return {
    ...sql(
      `SELECT position FROM assets WHERE deleted_at IS NULL AND ${column} IN (${places(wanted) || 'NULL'})`,
      ...wanted
    ),
    ordered: wanted.length === 1,
    count:
      wanted.length < meant.length ? undefined : meant.reduce((sum, { count }) => sum + count, 0),
  }
}

/** As the database compares, for a list that is here already: looks for each piece once. */
function fitter(wanted: string[]) {
  const [first, ...others] = wanted.map(folded)
  const last = others.pop()
  return (name: string) => {
    const text = folded(name)
    if (last === undefined) return text === first
    if (!text.startsWith(first)) return false
    let end = first.length
    for (const piece of others) {
      const at = text.indexOf(piece, end)
      if (at < 0) return false
      end = at + piece.length
    }
    return text.length - end >= last.length && text.endsWith(last)
  }
}

function folded(text: string) {
  return isSqlite() ? text.replace(/[A-Z]+/g, (part) => part.toLowerCase()) : text.toLowerCase()
}
