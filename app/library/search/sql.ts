import { AsyncLocalStorage } from 'node:async_hooks'
import { Exception } from '@adonisjs/core/exceptions'
import db from '@adonisjs/lucid/services/db'
import type { StrictValues } from '@adonisjs/lucid/types/querybuilder'

/**
 * SQL with its values apart. The text is only ever put together from pieces that stand in this
 * folder, and from numbers: a LIMIT is always written out (see `writeLimitsOut`).
 */
export interface Sql {
  sql: string
  bindings: StrictValues[]
}

export const sql = (text: string, ...bindings: StrictValues[]): Sql => ({ sql: text, bindings })

export const never = sql('1 = 0')

export const all = (parts: Sql[]) => joined(parts, ' AND ', '1 = 1')
export const any = (parts: Sql[]) => joined(parts, ' OR ', '1 = 0')

/** Also true where the condition is unknown, so that `-model:x` finds what has no model. */
export const not = (part: Sql) => sql(`(${part.sql}) IS NOT TRUE`, ...part.bindings)

/** `?, ?, ?` for a list of values. */
export const places = (values: unknown[]) => values.map(() => '?').join(', ')

/** Where a search looks at too much before it finds enough. */
export class TooBroad extends Exception {
  static status = 422
  static code = 'E_SEARCH_TOO_BROAD'
  static message =
    'This search would have to look at too much. Add a tag, a model, a rating, a word or a date, as in date:2026-03.'
}

const patience = new AsyncLocalStorage<number>()
/** For a person who waits. */
const usualPatience = 1_000

/** Searches with other patience than for a page: the milliseconds that one statement may take. */
export function withPatience<Result>(milliseconds: number, work: () => Promise<Result>) {
  return patience.run(milliseconds, work)
}

/** What a search gives, or something else where it would have to look at too much. */
export async function unlessTooBroad<Found, Other>(search: Promise<Found>, other: Other) {
  try {
    return await search
  } catch (error) {
    if (error instanceof TooBroad) return other
    throw error
  }
}

/** Throws TooBroad where a statement takes too long; it is stopped then. */
export async function rows<Row>(query: Sql): Promise<Row[]> {
  const longest = patience.getStore() ?? usualPatience
  try {
    const result = await db.rawQuery(query.sql, query.bindings).timeout(longest, { cancel: true })
    return Array.isArray(result) ? result : result.rows
  } catch (error) {
    throw (error as Error).name === 'KnexTimeoutError' ? new TooBroad() : error
  }
}

function joined(parts: Sql[], glue: string, empty: string): Sql {
  if (parts.length === 0) return sql(empty)
  if (parts.length === 1) return parts[0]
  return sql(
    parts.map((part) => `(${part.sql})`).join(glue),
    ...parts.flatMap((part) => part.bindings)
  )
}
