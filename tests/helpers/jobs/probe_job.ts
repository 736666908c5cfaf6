import { setTimeout as delay } from 'node:timers/promises'
import db from '@adonisjs/lucid/services/db'
import { RunJob, type ItemResult, type PlannedItem } from '#queue/run_job'
import { RunFailed } from '#queue/errors'
import type JobRun from '#queue/models/job_run'
import type JobRunItem from '#queue/models/job_run_item'

/**
 * A job that leaves a trace of every effect in the table `probe_effects`. What
 * its items do stands in their payload: `act` is done (if absent), fail, skip,
 * end or kill, `pause` how long the item takes in milliseconds.
 */
export default class ProbeJob extends RunJob {
  static kind = 'tests.probe'
  concurrency = 4

  async *plan(run: JobRun): AsyncIterable<PlannedItem> {
    for (let n = 1; n <= run.payload.plan; n++) {
      if (run.payload.planPause) await delay(run.payload.planPause)
      if (run.payload.planKills && n === 3) process.kill(process.pid, 'SIGKILL')
      yield { label: `planned ${n}`, payload: {} }
    }
  }

  async perform(item: JobRunItem, run: JobRun): Promise<ItemResult> {
    const act = item.payload.act ?? 'done'
    await delay(item.payload.pause ?? run.payload.pause ?? 0)
    if (act === 'kill') process.kill(process.pid, 'SIGKILL')
    if (act === 'end') throw new RunFailed('The disk is full.')
    if (act === 'fail' && !(await wasMended())) throw new Error(`No luck with ${item.label}.`)
    if (act === 'skip') return { state: 'skipped', message: 'Already here.' }
    return db.transaction(async (trx) => {
      await run.guard(trx)
      await trx.table('probe_effects').insert({ item_id: item.id, attempt: run.attempt })
      return run.record(trx, item, { state: 'done', assetId: item.payload.assetId })
    })
  }
}

/** Once an effect with the item number 0 is there, nothing fails any more. */
async function wasMended() {
  return !!(await db.from('probe_effects').where('item_id', 0).first())
}
