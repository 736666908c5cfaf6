import db from '@adonisjs/lucid/services/db'

/**
 * The rows of a statement that is written out: for what stands on every page, since putting
 * a small one together costs more than running it.
 */
export async function select<Row>(statement: string, ...bindings: any[]): Promise<Row[]> {
  const result = await db.rawQuery(statement, bindings)
  return Array.isArray(result) ? result : result.rows
}
