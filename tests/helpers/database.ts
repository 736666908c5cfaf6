import { rm } from 'node:fs/promises'
import db from '@adonisjs/lucid/services/db'
import limiter from '@adonisjs/limiter/services/main'
import { createDataFolders, dataPath } from '#core/paths'

/**
 * Empties every table and starts the numbering again: `group.each.setup(emptyTables)`.
 * Rows are really committed, because the queue, the worker's children and the
 * pool's other connections must see them.
 */
export async function emptyTables() {
  const all = await db.connection().getAllTables()
  const tables = all.filter(isOurs)
  if (db.connection().dialect.name === 'postgres') await db.rawQuery(truncate(tables))
  else await deleteRows(tables)
  await limiter.clear()
}

/** Empties originals, derivatives, staging, logs, backups, trash and wildcards of the tests' data folder. */
export async function emptyDataFolders() {
  for (const folder of [
    'originals',
    'derivatives',
    'staging',
    'logs',
    'backups',
    'trash',
    'wildcards',
  ]) {
    await rm(dataPath(folder), { recursive: true, force: true })
  }
  createDataFolders()
}

const isOurs = (table: string) => !/^(adonis_|asset_texts|sqlite_)/.test(table)

const truncate = (tables: string[]) =>
  `TRUNCATE ${tables.map((table) => `"${table}"`).join(', ')} RESTART IDENTITY CASCADE`

/** Counters go last: deleting the rows they count writes to them. */
async function deleteRows(tables: string[]) {
  await db.transaction(async (trx) => {
    await trx.rawQuery('PRAGMA defer_foreign_keys = ON')
    for (const table of tables) await trx.from(table).delete()
    await trx.from('facet_counts').delete()
    await trx.rawQuery('DELETE FROM sqlite_sequence')
  })
}
