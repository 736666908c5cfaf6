import { randomUUID } from 'node:crypto'
import { open, readdir, rename, rm } from 'node:fs/promises'
import { DateTime } from 'luxon'
import db from '@adonisjs/lucid/services/db'
import type { QueryClientContract } from '@adonisjs/lucid/types/database'
import { backupsPath } from '#core/paths'
import { Refusal } from '#core/refusal'

const keepCopies = 5

/**
 * Writes a copy of the living SQLite database to backups/ and verifies it by opening
 * it: integrity, every table and, unless others write meanwhile, as many rows in each. Copying the file instead would lose
 * what still lies in the write-ahead log. Of the copies for this reason the newest `keep`
 * stay, with what lies beside them under their name; 0 keeps all. Answers the path of the
 * copy, or undefined on Postgres, whose backups are its operator's. Throws a Refusal where it fails.
 */
export async function copyDatabase(reason: string, { keep = keepCopies, inUse = false } = {}) {
  const source = db.connection()
  if (source.dialect.name === 'postgres') return undefined

  const name = copyName(reason)
  const unfinished = backupsPath(`${name}.unfinished`)
  try {
    await source.rawQuery('VACUUM INTO ?', [unfinished])
    await flush(unfinished)
    await withDatabaseFile(unfinished, (copy) => verify(source, copy, inUse))
    await rename(unfinished, backupsPath(name))
    await flush(backupsPath())
  } catch (error) {
    await rm(unfinished, { force: true })
    throw new Refusal(
      `The database could not be copied to ${backupsPath()}, so nothing was changed: ${(error as Error).message}`,
      { cause: error }
    )
  }
  await dropOlder(reason, keep)
  return backupsPath(name)
}

/** The name of a copy begins with the time, so copies sort by age. */
export function copyName(reason: string) {
  return `atelier-${DateTime.utc().toFormat("yyyy-MM-dd'T'HHmmss.SSS")}-${reason}.sqlite3`
}

/** Opens another SQLite file through the driver of this installation, for as long as `use` takes. */
export async function withDatabaseFile<Answer>(
  path: string,
  use: (client: QueryClientContract) => Promise<Answer>
) {
  const name = `file ${randomUUID()}`
  const { config } = db.manager.get('sqlite')!
  db.manager.add(name, { ...config, connection: { filename: path }, pool: {} } as typeof config)
  try {
    return await use(db.connection(name))
  } finally {
    await db.manager.close(name, true)
  }
}

/** Throws an Error unless every page and index of a SQLite file is sound. */
export async function checkIntegrity(client: QueryClientContract) {
  const [{ integrity_check: integrity }] = await client.rawQuery('PRAGMA integrity_check')
  if (integrity !== 'ok') throw new Error(`the copy is damaged (${integrity})`)
}

/** A file or folder is on the disk once this resolves; neither VACUUM INTO nor a rename waits for that. */
export async function flush(path: string) {
  const file = await open(path, 'r')
  await file.sync().finally(() => file.close())
}

async function dropOlder(reason: string, keep: number) {
  const names = await readdir(backupsPath())
  const copies = names.filter(
    (name) => name.startsWith('atelier-') && name.endsWith(`-${reason}.sqlite3`)
  )
  for (const copy of copies.sort().slice(0, -keep)) {
    const stem = copy.slice(0, -'sqlite3'.length)
    for (const name of names.filter((one) => one.startsWith(stem))) await rm(backupsPath(name))
  }
}

async function verify(source: QueryClientContract, copy: QueryClientContract, inUse: boolean) {
  await checkIntegrity(copy)
  const [tables, copied] = [await source.getAllTables(), await copy.getAllTables()]
  const lost = tables.filter((table) => !copied.includes(table))
  if (lost.length > 0) throw new Error(`the copy lacks ${lost.join(', ')}`)
  for (const table of inUse ? [] : tables) {
    const [wanted, found] = [await countRows(source, table), await countRows(copy, table)]
    if (wanted !== found) throw new Error(`the copy has ${found} of ${wanted} rows of ${table}`)
  }
}

async function countRows(client: QueryClientContract, table: string) {
  const [{ rows }] = await client.from(table).count('* as rows')
  return Number(rows)
}
