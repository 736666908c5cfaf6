import db from '@adonisjs/lucid/services/db'
import type JobRun from '#queue/models/job_run'
import type JobRunItem from '#queue/models/job_run_item'

/**
 * After a death of the worker its first page is done one item at a time, and
 * each is written down before it begins: if the worker dies again, it is known
 * at which item.
 */
export async function suspect(run: JobRun, item: JobRunItem) {
  const another = run.suspectItemId !== null && run.suspectItemId !== item.id
  await write(run, { suspectItemId: item.id, crashes: another ? 1 : run.crashes })
}

export function clearSuspicion(run: JobRun) {
  return write(run, { suspectItemId: null, crashes: 0 })
}

async function write(run: JobRun, values: Pick<JobRun, 'suspectItemId' | 'crashes'>) {
  await db.transaction(async (trx) => {
    await run.guard(trx)
    run.useTransaction(trx)
    await run.merge(values).save()
  })
}
