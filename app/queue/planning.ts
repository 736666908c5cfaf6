import { DateTime } from 'luxon'
import db from '@adonisjs/lucid/services/db'
import { addItems } from '#queue/items'
import type JobRun from '#queue/models/job_run'
import type { PlannedItem, RunJob } from '#queue/run_job'

const pageSize = 500
const pageMilliseconds = 1_000

/** Writes the items of a run that has none yet, page by page, so that the person sees the number grow. */
export async function planItems(job: RunJob, run: JobRun) {
  if (run.plannedAt) return
  await dropItems(run)
  let page: PlannedItem[] = []
  let writtenAt = Date.now()
  for await (const item of job.plan ? job.plan(run) : [itself(run)]) {
    run.signal.throwIfAborted()
    page.push(item)
    if (page.length < pageSize && Date.now() - writtenAt < pageMilliseconds) continue
    await writePage(run, page)
    page = []
    writtenAt = Date.now()
  }
  await writePage(run, page, { plannedAt: DateTime.now() })
}

/** Planning broken off by a crash begins anew: the job cannot know where it was. */
async function dropItems(run: JobRun) {
  while (true) {
    const dropped = await db.transaction(async (trx) => {
      await run.guard(trx)
      const some = trx.from('job_run_items').where('job_run_id', run.id).select('id').limit(5_000)
      const count = await trx.from('job_run_items').whereIn('id', some).delete()
      run.useTransaction(trx)
      await run.merge({ total: null }).save()
      return Number(count)
    })
    if (!dropped) return
  }
}

async function writePage(run: JobRun, page: PlannedItem[], more: Partial<JobRun> = {}) {
  await db.transaction(async (trx) => {
    await run.guard(trx)
    await addItems(trx, run.id, page)
    run.useTransaction(trx)
    await run.merge({ total: (run.total ?? 0) + page.length, ...more }).save()
  })
}

const itself = (run: JobRun): PlannedItem => ({ label: run.title, payload: run.payload })
