/** Options of a column that holds JSON: `@column(json)`. Postgres parses it by itself, SQLite does not. */
export const json = {
  prepare: (value: unknown) => (value === null ? null : JSON.stringify(value)),
  consume: (value: unknown) => (typeof value === 'string' ? JSON.parse(value) : value),
}
