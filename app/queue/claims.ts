import { DateTime } from 'luxon'
import config from '#config/runs'
import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import JobRun from '#queue/models/job_run'
import { RunStopped } from '#queue/errors'

/**
 * Takes a run for this process: the one that waits longest, or whose worker
 * shows no heartbeat any more. The attempt number goes up, which shuts the
 * former worker out. Null when there is nothing to take.
 */
export async function claimNextRun(): Promise<JobRun | null> {
  const run = await db.transaction(async (trx) => {
    const free = await nextFreeRun(trx)
    if (free) await claim(free, trx)
    return free
  })
  return !run || run.state === 'running' ? run : claimNextRun()
}

/** Takes this very run for this process, as a console command does; null when a worker was faster. */
export async function claimRun(id: number): Promise<JobRun | null> {
  return db.transaction(async (trx) => {
    const waiting = JobRun.query({ client: trx }).where({ id, state: 'queued' })
    const run = await waiting.forUpdate().first()
    if (run) await claim(run, trx)
    return run
  })
}

async function claim(run: JobRun, trx: TransactionClientContract) {
  if (run.state === 'running') run.crashes++
  run.merge({ state: 'running', attempt: run.attempt + 1, heartbeatAt: Date.now(), rate: null })
  run.startedAt ??= DateTime.now()
  if (run.crashes >= config.maxCrashes) await giveUp(run, trx)
  await run.save()
}

function nextFreeRun(trx: TransactionClientContract) {
  const query = JobRun.query({ client: trx }).where('state', 'queued')
  query.orWhere((dead) =>
    dead.where('state', 'running').where('heartbeat_at', '<', Date.now() - config.deadAfter)
  )
  return query.orderBy('id').forUpdate().first()
}

/** Every item has its result. A run in which nothing at all went well has failed. */
export async function endRun(run: JobRun) {
  await db.transaction(async (trx) => {
    await run.ownRow(trx)
    const { done, failed, skipped } = await trx
      .from('job_runs')
      .where('id', run.id)
      .select('done', 'failed', 'skipped')
      .firstOrFail()
    const nothingWorked = failed > 0 && done + skipped === 0
    await settle(run, trx, nothingWorked ? 'failed' : 'succeeded')
  })
}

/** Gives the run up before its end: cancelled, failed with a reason, or back to the queue. */
export async function leaveRun(
  run: JobRun,
  { state, error }: { state: 'cancelled' | 'failed' | 'queued'; error?: string }
) {
  try {
    await db.transaction(async (trx) => {
      await run.ownRow(trx)
      await settle(run, trx, state, error)
    })
  } catch (fault) {
    if (!(fault instanceof RunStopped)) throw fault
  }
}

async function settle(
  run: JobRun,
  trx: TransactionClientContract,
  state: JobRun['state'],
  error: string | null = null
) {
  run.useTransaction(trx)
  run.merge({ state, error, heartbeatAt: null, suspectItemId: null, rate: null })
  if (state !== 'queued') run.merge({ finishedAt: DateTime.now(), crashes: 0 })
  await run.save()
}

/** Three deaths at one item set that item aside; three without a suspect end the run. */
async function giveUp(run: JobRun, trx: TransactionClientContract) {
  const times = `${config.maxCrashes} times`
  if (!run.suspectItemId) {
    const error = `The worker died ${times} during this run, so it was given up.`
    run.merge({ state: 'failed', error, finishedAt: DateTime.now(), heartbeatAt: null, crashes: 0 })
    return
  }
  const changed = await trx
    .from('job_run_items')
    .where({ id: run.suspectItemId, state: 'queued' })
    .update({ state: 'failed', message: `The worker died ${times} at this item.` })
  run.merge({ failed: run.failed + Number(changed), suspectItemId: null, crashes: 1 })
}
