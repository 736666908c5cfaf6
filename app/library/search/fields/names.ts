import type { Counter } from '#library/search/counters'
import type { Field } from '#library/search/fields/field'
import type { SampleColumn } from '#library/search/sampling'
import { any, not, sql, type Sql } from '#library/search/sql'
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
    build: ({ values, operator }) => {
      const found = any(
        values.map((value) => nameCondition(column, value, operator || (options.whole ? '=' : '')))
      )
      return operator === '!=' ? not(found) : found
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
