import { DateTime } from 'luxon'
import config from '#config/runs'
import db from '@adonisjs/lucid/services/db'
import JobRun from '#queue/models/job_run'

const chunk = 1_000

/** Removes what nobody looks up any more, a thousand rows at a time so that no one waits for the lock. */
export async function pruneRuns(now = DateTime.now()) {
  const finishedBefore = (days: number) =>
    JobRun.query()
      .whereNotIn('state', ['queued', 'running'])
      .where('finished_at', '<', now.minus({ days }).toSQL({ includeOffset: false })!)
      .select('id')

  for (const { id } of await finishedBefore(config.keepDoneItemsDays)) await dropItems(id, 'done')
  for (const { id } of await finishedBefore(config.keepRunsDays)) {
    await dropItems(id)
    await db.from('job_runs').where('id', id).delete()
  }
}

async function dropItems(runId: number, state?: string) {
  let dropped: number
  do {
    const some = db.from('job_run_items').where('job_run_id', runId).select('id').limit(chunk)
    if (state) some.where('state', state)
    dropped = Number(await db.from('job_run_items').whereIn('id', some).delete())
  } while (dropped === chunk)
}
