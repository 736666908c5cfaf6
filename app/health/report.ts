import { createRequire } from 'node:module'
import db from '@adonisjs/lucid/services/db'
import { listBackups } from '#backup/backups'
import { everything, folders, spaceOf } from '#health/checks'
import { databaseState } from '#health/database'
import { lastBeat } from '#queue/workers'

const { version } = createRequire(import.meta.url)('../../package.json')

/** So many rows are looked at; where there are more, it says so. */
export const mostCounted = 10_000

/** How the installation is: every check, and the figures behind them. */
export async function healthReport() {
  const [report, database, backups, beat, ...figures] = await Promise.all([
    everything().run(),
    databaseState(),
    listBackups().catch(() => []),
    lastBeat(),
    disks(),
    queue(),
    trash(),
    countOf('assets', (some) => some.whereNotNull('broken_reason')),
    countOf('assets', (some) => some.whereNotNull('missing_at')),
  ])
  const [disksFound, queued, trashed, broken, missing] = figures
  return {
    status: report.status,
    checks: report.checks.map(({ name, status, message }) => ({ name, status, message })),
    database,
    /** Each is checked whole when it is made. */
    backup: backups.find(({ reason }) => reason === 'backup') ?? null,
    beat,
    disks: disksFound,
    queue: queued,
    trash: trashed,
    items: { broken, missing },
    versions: { atelier: version as string, node: process.version.slice(1) },
  }
}

export type HealthReport = Awaited<ReturnType<typeof healthReport>>

/** Of a folder that cannot be reached no figure is known; its check says why. */
function disks() {
  const unknown = () => ({ free: null, size: null })
  return Promise.all(
    Object.entries(folders).map(async ([name, path]) => ({
      name,
      path,
      ...(await spaceOf(path).catch(unknown)),
    }))
  )
}

async function queue() {
  const [waiting, running, failed] = await Promise.all([
    countOf('job_runs', (some) => some.where('state', 'queued')),
    countOf('job_runs', (some) => some.where('state', 'running')),
    countOf('job_run_items', (some) => some.where('state', 'failed')),
  ])
  return { waiting, running, failed_items: failed }
}

async function trash() {
  const some = db
    .from('assets')
    .whereNotNull('deleted_at')
    .orderBy('deleted_at', 'desc')
    .limit(mostCounted)
    .select('size')
    .as('some')
  const row = await db
    .from(some)
    .count('* as count')
    .select(db.raw('coalesce(sum(size), 0) as bytes'))
    .firstOrFail()
  return { items: Number(row.count), bytes: Number(row.bytes) }
}

type Query = ReturnType<typeof db.from>

async function countOf(table: string, narrow: (query: Query) => Query) {
  const some = narrow(db.from(table)).limit(mostCounted).select('id').as('some')
  const row = await db.from(some).count('* as count').firstOrFail()
  return Number(row.count)
}
