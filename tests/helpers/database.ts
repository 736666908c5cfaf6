import { rm } from 'node:fs/promises'
import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import limiter from '@adonisjs/limiter/services/main'
import { createDataFolders, dataPath } from '#core/paths'

/**
 * Empties every table and starts the numbering again: `group.each.setup(emptyTables)`.
 * Rows are really committed, because the queue, the worker's children and the
 * pool's other connections must see them.
 */
export async function emptyTables() {
  const all = await db.connection().getAllTables(['public'])
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
    await deleteAuditEvents(trx)
    for (const table of tables) await trx.from(table).delete()
    await trx.from('facet_counts').delete()
    await trx.rawQuery('DELETE FROM sqlite_sequence')
  })
}

/** The one table that refuses it, and only where something was written. */
async function deleteAuditEvents(trx: TransactionClientContract) {
  if (!(await trx.from('audit_events').select('id').first())) return
  const trigger = await trx.from('sqlite_master').where('name', 'audit_events_no_delete').first()
  await trx.rawQuery('DROP TRIGGER audit_events_no_delete')
  await trx.from('audit_events').delete()
  await trx.rawQuery(trigger.sql)
}
