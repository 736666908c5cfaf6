import db from '@adonisjs/lucid/services/db'

export const isSqlite = () => db.connection().dialect.name !== 'postgres'

/** SQL for one field, as text, of JSON that a column keeps as text. `field` may be `?`. */
export const jsonField = (column: string, field: string) =>
  isSqlite()
    ? `CAST(${column} ->> ${field} AS text)`
    : `CAST(${column} AS json) ->> CAST(${field} AS text)`
