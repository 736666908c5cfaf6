import { readdir, stat } from 'node:fs/promises'
import { DateTime } from 'luxon'
import config from '#config/backups'
import { backupsPath } from '#core/paths'
import { startRun } from '#queue/runs'

const pattern = /^atelier-(\d{4}-\d\d-\d\dT\d{6}\.\d{3})-([a-z-]+)\.sqlite3$/
const manifestEnd = '.manifest.jsonl'
const hoursFresh = 20

const occasions: Record<string, string> = {
  'backup': 'Every night, or asked for',
  'before-migration': 'Before an update',
  'before-restore': 'Before restoring',
}

export interface Backup {
  /** The file in backups/, which is how people name it. */
  name: string
  /** Why it was made: `backup`, or `before-migration`, `before-restore`. */
  reason: string
  /** The same in words. */
  occasion: string
  createdAt: DateTime
  bytes: number
  hasManifest: boolean
}

/** Every copy of the database that lies in backups/, newest first. */
export async function listBackups(): Promise<Backup[]> {
  const names = await readdir(backupsPath())
  const found = await Promise.all(names.map((name) => describe(name, names)))
  return found.filter((backup) => backup !== null).sort((a, b) => (a.name < b.name ? 1 : -1))
}

/** The backup of this name; null where there is none. */
export async function findBackup(name: string) {
  const backups = await listBackups()
  return backups.find((backup) => backup.name === name) ?? null
}

/** The list of originals that belongs to a copy of the database, beside it. */
export const manifestPath = ({ name }: Pick<Backup, 'name'>) =>
  backupsPath(name.replace(/\.sqlite3$/, manifestEnd))

/** Answers the run that makes a backup; the one that is under way, where there is one. */
export function createBackupLater(by: { id: number } | null) {
  return startRun({ kind: 'backup.create_backup', title: 'Backup', user: by, uniqueKey: 'backup' })
}

/** Answers the run that checks a backup and looks for the originals it tells of. */
export function verifyBackupLater({ name }: Backup, by: { id: number }) {
  return startRun({
    kind: 'backup.verify_backup',
    title: `Check of ${name}`,
    user: by,
    payload: { name },
    uniqueKey: name,
  })
}

/** A worker that starts asks for what it slept through, which may have been made already. */
export async function backUpNightly() {
  if (!config.kept) return null
  const backups = await listBackups()
  const last = backups.find(({ reason }) => reason === 'backup')
  const isFresh = last && last.createdAt > DateTime.now().minus({ hours: hoursFresh })
  return isFresh ? null : createBackupLater(null)
}

async function describe(name: string, names: string[]): Promise<Backup | null> {
  const [, time, reason] = name.match(pattern) ?? []
  const file = time ? await stat(backupsPath(name)).catch(() => null) : null
  if (!file) return null
  return {
    name,
    reason,
    occasion: occasions[reason] ?? reason.replaceAll('-', ' '),
    createdAt: DateTime.fromFormat(time, "yyyy-MM-dd'T'HHmmss.SSS", { zone: 'utc' }),
    bytes: file.size,
    hasManifest: names.includes(name.replace(/\.sqlite3$/, manifestEnd)),
  }
}
