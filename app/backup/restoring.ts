import { copyFile, constants, link, rename, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { checkIntegrity, copyName, flush, withDatabaseFile } from '#core/database_copy'
import { backupsPath, dataPath } from '#core/paths'
import { Refusal } from '#core/refusal'
import type { Backup } from '#backup/backups'

const database = () => dataPath('atelier.sqlite3')

/**
 * Puts a backup in the place of the database, which stays as a backup itself. Nothing may have
 * it open: throws a Refusal where something has, or where the backup is damaged, and then
 * nothing is changed. Broken off at any moment, either the one or the other is in place.
 * Answers the name of what was there before, where there was anything.
 */
export async function restoreBackup(backup: Backup): Promise<string | null> {
  const staged = dataPath('atelier.sqlite3.restoring')
  await rm(staged, { force: true })
  try {
    await copyFile(backupsPath(backup.name), staged, constants.COPYFILE_FICLONE)
    await withDatabaseFile(staged, checkIntegrity)
  } catch (error) {
    await rm(staged, { force: true })
    throw new Refusal(
      `${backup.name} cannot be restored, so nothing was changed: ${(error as Error).message}`,
      { cause: error }
    )
  }
  await flush(staged)
  const before = await setAside()
  await rename(staged, database())
  await flush(dirname(database()))
  return before
}

/** A second name for the database that is there, so that there is never a moment without one. */
async function setAside() {
  if (!(await stat(database()).catch(() => null))) return null
  await closeLog()
  const name = copyName('before-restore')
  await link(database(), backupsPath(name))
  await flush(backupsPath())
  return name
}

/**
 * Brings the write-ahead log into the database and leaves the mode that has one, which SQLite
 * does for the only one that has it open. A damaged database is set aside as it is, with its log.
 */
async function closeLog() {
  try {
    await withDatabaseFile(database(), async (client) => {
      await client.rawQuery('PRAGMA journal_mode = DELETE')
    })
  } catch (error) {
    if (/SQLITE_BUSY|locked/.test(`${(error as { code?: string }).code} ${error}`)) throw inUse()
    const aside = copyName('damaged-log')
    for (const end of ['-wal', '-shm']) {
      await rename(`${database()}${end}`, backupsPath(`${aside}${end}`)).catch(() => {})
    }
  }
}

function inUse() {
  return new Refusal('Something has the database open, so nothing was changed: stop Atelier first.')
}
