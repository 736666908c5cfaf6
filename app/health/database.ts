import { stat } from 'node:fs/promises'
import db from '@adonisjs/lucid/services/db'
import { dataPath } from '#core/paths'

/** The tables whose rows are counted. */
export const counted = ['assets', 'users', 'collections', 'tags', 'orders', 'job_runs'] as const

/** What the database is and how much is in it. */
export async function databaseState() {
  const client = db.connection()
  const isSqlite = client.dialect.name !== 'postgres'
  const last = await client.from('adonis_schema').orderBy('id', 'desc').first()
  const [migrations, ...counts] = await Promise.all(['adonis_schema', ...counted].map(countOf))
  return {
    client: client.dialect.name,
    version: isSqlite ? await sqliteVersion() : await postgresVersion(),
    migration: last?.name ?? null,
    migrations,
    bytes: isSqlite ? await sizeOf(dataPath('atelier.sqlite3')) : await postgresSize(),
    write_ahead_bytes: isSqlite ? await sizeOf(dataPath('atelier.sqlite3-wal')) : null,
    rows: Object.fromEntries(counted.map((table, at) => [table, counts[at]])),
  }
}

async function countOf(table: string) {
  const [{ count }] = await db.from(table).count('* as count')
  return Number(count)
}

async function sqliteVersion() {
  const [{ version }] = await db.rawQuery('SELECT sqlite_version() AS version')
  return version as string
}

async function postgresVersion() {
  const { rows } = await db.rawQuery('SHOW server_version')
  return rows[0].server_version as string
}

async function postgresSize() {
  const { rows } = await db.rawQuery('SELECT pg_database_size(current_database()) AS bytes')
  return rows[0].bytes as number
}

async function sizeOf(path: string) {
  const found = await stat(path).catch(() => null)
  return found?.size ?? null
}
