import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import JobRunItem from '#queue/models/job_run_item'
import type { PlannedItem } from '#queue/run_job'

const pageSize = 200

/** Inserts items in chunks that every driver takes. */
export async function addItems(
  trx: TransactionClientContract,
  runId: number,
  items: PlannedItem[]
) {
  for (let start = 0; start < items.length; start += pageSize) {
    await trx.table('job_run_items').multiInsert(
      items.slice(start, start + pageSize).map(({ label, payload }) => ({
        job_run_id: runId,
        label,
        payload: JSON.stringify(payload),
      }))
    )
  }
}

/** Pages of items without a result, in order; each item once, however long it stays without one. */
export async function* queuedPages(runId: number) {
  let after = 0
  while (true) {
    const page = await JobRunItem.query()
      .where({ jobRunId: runId, state: 'queued' })
      .where('id', '>', after)
      .orderBy('id')
      .limit(pageSize)
    if (page.length === 0) return
    yield page
    after = page[page.length - 1].id
  }
}
