import { ownAssets } from '#library/seeing'
import db from '@adonisjs/lucid/services/db'
import { audit } from '#accounts/audit'
import type User from '#accounts/models/user'
import type JobRun from '#queue/models/job_run'
import { personOf } from '#queue/person'
import { startRun } from '#queue/runs'
import type { Expired } from '#trash/retention'

/** The trashed items a person chose, or all they may purge. */
export type Choice = { ids: number[] } | { all: true }

/** How many of them a person may purge, and their bytes: what the question names. */
export async function weigh(choice: Choice, by: User) {
  const row = await within(choice, by)
    .clearOrder()
    .count('* as count')
    .select(db.raw('coalesce(sum(a.size), 0) as bytes'))
    .firstOrFail()
  return { count: Number(row.count), bytes: Number(row.bytes) }
}

export async function mayPurgeAny(by: User) {
  return !!(await within({ all: true }, by).clearOrder().select('a.id').first())
}

/** Has a job run purge them. */
export async function purgeLater(choice: Choice, by: User): Promise<JobRun> {
  const title = 'all' in choice ? 'Empty the trash' : 'Purge from the trash'
  const { count, bytes } = await weigh(choice, by)
  const run = await startRun({ kind: 'trash.purge_assets', title, user: by, payload: choice })
  const details = { items: count, bytes }
  await audit('trash.purged', { by, subjectKind: 'job_run', subjectId: run.id, details })
  return run
}

/** What a run is to purge, page by page, as it is in the trash now. */
export async function* purgeable(run: JobRun): AsyncIterable<Expired> {
  const by = await personOf(run)
  for (let after = 0; ;) {
    const page: Expired[] = await within(run.payload as Choice, by)
      .where('a.id', '>', after)
      .limit(500)
      .select('a.id', 'a.deleted_at as deletedAt', 'a.file_name as name', 'a.size', 'a.audience')
    if (!page.length) return
    yield* page
    after = page.at(-1)!.id
  }
}

/** One's own; an administrator purges all they see. */
function within(choice: Choice, by: User) {
  const own = ownAssets(by)
  const query = db
    .from('assets as a')
    .whereNotNull('a.deleted_at')
    .whereRaw(own.sql, own.bindings)
    .orderBy('a.id')
  if ('ids' in choice) query.whereIn('a.id', choice.ids)
  return query
}
