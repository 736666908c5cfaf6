import { existsSync, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { deserialize, serialize } from 'node:v8'
import { dataPath } from '#core/paths'
import { hashVersion } from '#duplicates/hashing'
import type { PictureFile } from '#duplicates/scanning/files'
import type { Hashed } from '#duplicates/scanning/hashing'

/** How many files are looked after at the end of a scan. */
const lookedAfter = 2_000

/** Hashes of files in plain folders, by path, size and time of change. Losing it costs time only. */
export class HashCache {
  #database: DatabaseSync

  constructor(path = dataPath('cache', 'duplicates_scan.sqlite3')) {
    mkdirSync(dirname(path), { recursive: true })
    this.#database = new DatabaseSync(path)
    this.#database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF;
      PRAGMA busy_timeout = 8000;
      CREATE TABLE IF NOT EXISTS hashes (path TEXT PRIMARY KEY, size INTEGER, modified_at REAL,
        version INTEGER, hashed BLOB) STRICT`)
  }

  find({ path, size, modifiedAt }: PictureFile): Hashed | null {
    const row = this.#database
      .prepare(
        'SELECT hashed FROM hashes WHERE path = ? AND size = ? AND modified_at = ? AND version = ?'
      )
      .get(path, size, modifiedAt, hashVersion)
    return row ? deserialize(row.hashed as Uint8Array) : null
  }

  keep({ path, size, modifiedAt }: PictureFile, hashed: Hashed) {
    this.#database
      .prepare('INSERT OR REPLACE INTO hashes VALUES (?, ?, ?, ?, ?)')
      .run(path, size, modifiedAt, hashVersion, serialize(hashed))
  }

  /** Closes it, without what another version hashed, and without files that are gone: a few of them each time. */
  close() {
    this.#database.prepare('DELETE FROM hashes WHERE version <> ?').run(hashVersion)
    const some = this.#database
      .prepare('SELECT path FROM hashes ORDER BY random() LIMIT ?')
      .all(lookedAfter) as { path: string }[]
    const forget = this.#database.prepare('DELETE FROM hashes WHERE path = ?')
    for (const { path } of some) if (!existsSync(path)) forget.run(path)
    this.#database.close()
  }
}
