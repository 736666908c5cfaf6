import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { basename } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import config from '#config/backups'
import { copyDatabase, flush, withDatabaseFile } from '#core/database_copy'
import { backupsPath } from '#core/paths'
import { Refusal } from '#core/refusal'
import { type Backup, findBackup, manifestPath } from '#backup/backups'
import { manifestOf } from '#backup/manifest'

/**
 * Makes a verified copy of the database in backups/, and beside it the list of the originals
 * it tells of. Secrets of providers stay encrypted in it. The oldest beyond BACKUPS_KEPT go.
 * Throws a Refusal where it fails, and on Postgres.
 */
export async function createBackup(): Promise<{ backup: Backup; originals: number }> {
  const path = await copyDatabase('backup', { keep: config.kept, inUse: true })
  if (!path) throw new Refusal('On Postgres, back the database up with pg_dump.')
  const originals = await writeManifest(path)
  return { backup: (await findBackup(basename(path)))!, originals }
}

/** Under its own name only once it is whole and on the disk. */
async function writeManifest(copyPath: string) {
  const path = manifestPath({ name: basename(copyPath) })
  const unfinished = `${path}.unfinished`
  let originals = 0
  try {
    await withDatabaseFile(copyPath, (copy) => {
      const lines = async function* () {
        for await (const line of manifestOf(copy)) {
          originals += 1
          yield `${JSON.stringify(line)}\n`
        }
      }
      return pipeline(Readable.from(lines()), createWriteStream(unfinished, { flush: true }))
    })
    await rename(unfinished, path)
    await flush(backupsPath())
  } catch (error) {
    await rm(unfinished, { force: true })
    throw error
  }
  return originals
}
