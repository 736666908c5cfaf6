import { DateTime } from 'luxon'
import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { addItems } from '#queue/items'
import { wake } from '#queue/waking'
import JobRun from '#queue/models/job_run'
import type { PlannedItem } from '#queue/run_job'

export type RunOrder = {
  /** The `static kind` of a RunJob. */
  kind: string
  /** What the person reads, up to 200 characters. */
  title: string
  /** Whose run it is; null for the system's own, which only administrators see. */
  user: { id: number } | null
  payload?: Record<string, any>
  /** At most a few thousand; more than that is the job's `plan`. */
  items?: PlannedItem[]
  /** While a run of this kind and key is unfinished it is answered, and no other begins. */
  uniqueKey?: string
}

/**
 * Writes a run, in the transaction of the work it belongs to if one is given,
 * and wakes the worker once that is committed.
 */
export async function startRun(order: RunOrder, trx?: TransactionClientContract): Promise<JobRun> {
  if (!trx) return db.transaction((own) => startRun(order, own))
  const active = await activeRun(order, trx)
  if (active) return active
  const run = await insertRun(order, trx)
  trx.after('commit', () => wake(run))
  return run
}

/** SQLite lets one writer in at a time; on Postgres two that both find nothing have to come one after the other. */
async function activeRun(
  { kind, uniqueKey }: { kind: string; uniqueKey?: string | null },
  trx: TransactionClientContract
) {
  if (!uniqueKey) return null
  if (trx.dialect.name === 'postgres') {
    await trx.rawQuery('SELECT pg_advisory_xact_lock(hashtext(?))', [`${kind} ${uniqueKey}`])
  }
  return JobRun.query({ client: trx })
    .where({ kind, uniqueKey })
    .apply((scopes) => scopes.unfinished())
    .first()
}

/**
 * A waiting run is cancelled at once, a running one when its worker has put
 * down the item in hand. False when there was nothing to cancel.
 */
export async function cancelRun(run: JobRun) {
  return db.transaction(async (trx) => {
    const now = DateTime.now()
    const locked = await JobRun.query({ client: trx }).where('id', run.id).forUpdate().firstOrFail()
    if (!locked.canCancel) return false
    locked.cancelRequestedAt = now
    if (locked.state === 'queued') locked.merge({ state: 'cancelled', finishedAt: now })
    await locked.save()
    return true
  })
}

/**
 * Takes up again what failed, and what a failed run did not reach; what a
 * cancelled run did not reach was not wanted and is skipped. False when there
 * was nothing to take up, or another run of the same key is at it.
 */
export async function retryFailed(run: JobRun) {
  return db.transaction(async (trx) => {
    const locked = await JobRun.query({ client: trx }).where('id', run.id).forUpdate().firstOrFail()
    if (!locked.canRetry || (await activeRun(locked, trx))) return false
    const items = () => trx.from('job_run_items').where('job_run_id', run.id)
    if (locked.state === 'cancelled') {
      const skipped = await items()
        .where('state', 'queued')
        .update({ state: 'skipped', message: 'Not reached before the run was cancelled.' })
      locked.skipped += Number(skipped)
    }
    await items().where('state', 'failed').update({ state: 'queued', message: null })
    await locked.merge({ failed: 0, ...waiting }).save()
    trx.after('commit', () => wake(locked))
    return true
  })
}

const waiting = {
  state: 'queued' as const,
  error: null,
  crashes: 0,
  suspectItemId: null,
  heartbeatAt: null,
  cancelRequestedAt: null,
  finishedAt: null,
}

async function insertRun(
  { kind, title, user, payload = {}, items, uniqueKey }: RunOrder,
  trx: TransactionClientContract
) {
  const run = await JobRun.create(
    {
      kind,
      title: title.slice(0, 200),
      userId: user?.id ?? null,
      payload,
      uniqueKey,
      total: items ? items.length : null,
      plannedAt: items ? DateTime.now() : null,
    },
    { client: trx }
  )
  if (items) await addItems(trx, run.id, items)
  return run.refresh()
}
