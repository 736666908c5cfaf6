import db from '@adonisjs/lucid/services/db'

/** SQL with its values apart. The text is only ever put together from pieces that stand in this folder. */
export interface Sql {
  sql: string
  bindings: unknown[]
}

export const sql = (text: string, ...bindings: unknown[]): Sql => ({ sql: text, bindings })

export const isSqlite = () => db.connection().dialect.name !== 'postgres'

export const never = sql('1 = 0')

export const all = (parts: Sql[]) => joined(parts, ' AND ', '1 = 1')
export const any = (parts: Sql[]) => joined(parts, ' OR ', '1 = 0')

/** Also true where the condition is unknown, so that `-model:x` finds what has no model. */
export const not = (part: Sql) => sql(`(${part.sql}) IS NOT TRUE`, ...part.bindings)

/** `?, ?, ?` for a list of values. */
export const places = (values: unknown[]) => values.map(() => '?').join(', ')

export async function rows<Row>(query: Sql): Promise<Row[]> {
  const result = await db.rawQuery(query.sql, query.bindings as any[])
  return Array.isArray(result) ? result : result.rows
}

function joined(parts: Sql[], glue: string, empty: string): Sql {
  if (parts.length === 0) return sql(empty)
  if (parts.length === 1) return parts[0]
  return sql(
    parts.map((part) => `(${part.sql})`).join(glue),
    ...parts.flatMap((part) => part.bindings)
  )
}
