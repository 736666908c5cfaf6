import { counters, type Counter } from '#library/search/counters'
import type { Context, Driver, Field } from '#library/search/fields/field'
import type { SampleColumn } from '#library/search/sampling'
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
    check: () => {},
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
  return sql(`lower(${column}) LIKE ? ESCAPE '\\'`, likePattern(value.text, operator))
}

/** The LIKE pattern of a value: exact after `=`, a pattern where it has a `*`, else anything that contains it. */
export function likePattern(text: string, operator: Operator) {
  const escaped = text.toLowerCase().replace(/[\\%_]/g, '\\$&')
  if ((operator === '=' || operator === '!=') && !text.includes('*')) return escaped
  return text.includes('*') ? escaped.replaceAll('*', '%') : `%${escaped}%`
}

/** The values that the counters hold and that are meant, each an index of its own. */
async function countedDriver(
  column: 'model' | 'generator',
  values: Value[],
  operator: Operator,
  { viewer }: Context
): Promise<Driver> {
  const patterns = values.map((value) => likeRegExp(likePattern(value.text, operator)))
  const known = await counters(column, viewer, 10_000)
  const meant = known.filter(({ value }) => patterns.some((pattern) => pattern.test(value)))
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

function likeRegExp(pattern: string) {
  const parts = pattern.match(/\\.|%|[^\\%]+/gs) ?? []
  const source = parts.map((part) =>
    part === '%' ? '.*' : RegExp.escape(part.startsWith('\\') ? part.slice(1) : part)
  )
  return new RegExp(`^${source.join('')}$`, 'is')
}
