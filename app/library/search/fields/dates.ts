import type { DateTime } from 'luxon'
import { between } from '#library/search/fields/numbers'
import type { Driver, Field } from '#library/search/fields/field'
import { any, not, sql, type Sql } from '#library/search/sql'
import type { Operator, Value } from '#library/search/tree'
import { dateRange, keyword } from '#library/search/values'

interface DateOptions {
  label: string
  help: string
  example: string
}

/** A moment kept as local time in text. Its column has an index of its own, with the position. */
export function dates(column: string, options: DateOptions): Field {
  return dateField(
    options,
    (value, operator) => {
      const { from, to, closed } = dateRange(value, operator)
      const text = (date?: DateTime) => date?.toFormat('yyyy-MM-dd HH:mm:ss')
      return between(`a.${column}`, { from: text(from), to: text(to), closed })
    },
    column
  )
}

/** By the index, whose order is another one than the feed's. */
function driverOf({ sql: condition, bindings }: Sql): Driver {
  const found = condition.replaceAll('a.', '')
  return {
    ...sql(`SELECT position FROM assets WHERE deleted_at IS NULL AND (${found})`, ...bindings),
    ordered: false,
  }
}

/** When it was taken: the position begins with it, so every order by position can start and stop there. */
export const captured = dateField(
  { label: 'Date', help: 'when it was made or taken', example: 'date:2026-03' },
  (value, operator) => {
    const { from, to, closed } = dateRange(value, operator)
    return between('a.position', { from: positionAt(from), to: positionAt(to), closed })
  }
)

const recent = ['today', '7d', '30d', String(new Date().getFullYear())]

function dateField(
  options: DateOptions,
  test: (value: Value, operator: Operator) => ReturnType<typeof between>,
  column?: string
): Field {
  return {
    ...options,
    offer: async ({ counts }) => [
      ...recent.map((value) => ({ value })),
      ...(column ? [] : await counts('month')),
    ],
    check: (value, operator) => void (keyword(value) || dateRange(value, operator)),
    build: ({ values, operator }, { trash }) => {
      const parts = values.map((value) => {
        const word = keyword(value)
        return word
          ? sql(`a.${column ?? 'captured_at'} IS ${word === 'any' ? 'NOT ' : ''}NULL`)
          : test(value, operator)
      })
      const found = any(parts)
      if (operator === '!=') return not(found)
      if (values.some(keyword)) return found
      if (!column) return { ...found, span: true }
      return trash ? found : { ...found, driver: driverOf(found) }
    },
  }
}

/** The lowest position of a second: captured times are wall-clock times, counted as if they were UTC. */
function positionAt(date?: DateTime) {
  return date && Math.floor(date.setZone('utc', { keepLocalTime: true }).toSeconds()) * 2 ** 21
}
