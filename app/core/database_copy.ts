import { open, readdir, rename, rm } from 'node:fs/promises'
import { DateTime } from 'luxon'
import db from '@adonisjs/lucid/services/db'
import type { QueryClientContract } from '@adonisjs/lucid/types/database'
import { backupsPath } from '#core/paths'
import { Refusal } from '#core/refusal'

const keepCopies = 5

/**
 * Writes a copy of the living SQLite database to backups/ and verifies it by opening
 * it: integrity, and as many rows in every table. Copying the file instead would lose
 * what still lies in the write-ahead log. Of the copies for this reason the newest five
 * are kept. Answers the path of the copy, or undefined
 * on Postgres, whose backups are its operator's. Throws a Refusal where it fails.
 */
export async function copyDatabase(reason: string) {
  const source = db.connection()
  if (source.dialect.name === 'postgres') return undefined

  const name = `atelier-${DateTime.utc().toFormat("yyyy-MM-dd'T'HHmmss.SSS")}-${reason}.sqlite3`
  const unfinished = backupsPath(`${name}.unfinished`)
  try {
    await source.rawQuery('VACUUM INTO ?', [unfinished])
    await flush(unfinished)
    await verify(source, unfinished)
    await rename(unfinished, backupsPath(name))
    await flush(backupsPath())
  } catch (error) {
    await rm(unfinished, { force: true })
    throw new Refusal(
      `The database could not be copied to ${backupsPath()}, so nothing was changed: ${(error as Error).message}`,
      { cause: error }
    )
  }
  await dropOlder(reason)
  return backupsPath(name)
}

/** Their names begin with the time, so they sort by age. */
async function dropOlder(reason: string) {
  const names = await readdir(backupsPath())
  const copies = names.filter(
    (name) => name.startsWith('atelier-') && name.endsWith(`-${reason}.sqlite3`)
  )
  for (const name of copies.sort().slice(0, -keepCopies)) await rm(backupsPath(name))
}

async function verify(source: QueryClientContract, path: string) {
  const { config } = db.manager.get(source.connectionName)!
  db.manager.add('copy', { ...config, connection: { filename: path }, pool: {} } as typeof config)
  try {
    const copy = db.connection('copy')
    const [{ integrity_check: integrity }] = await copy.rawQuery('PRAGMA integrity_check')
    if (integrity !== 'ok') throw new Error(`the copy is damaged (${integrity})`)
    for (const table of await source.getAllTables()) {
      const [wanted, found] = [await countRows(source, table), await countRows(copy, table)]
      if (wanted !== found) throw new Error(`the copy has ${found} of ${wanted} rows of ${table}`)
    }
  } finally {
    await db.manager.close('copy', true)
  }
}

async function countRows(client: QueryClientContract, table: string) {
  const [{ rows }] = await client.from(table).count('* as rows')
  return Number(rows)
}

/** VACUUM INTO does not wait until its file is on the disk. */
async function flush(path: string) {
  const file = await open(path, 'r')
  await file.sync().finally(() => file.close())
}
