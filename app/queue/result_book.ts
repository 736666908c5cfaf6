import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type JobRun from '#queue/models/job_run'
import type JobRunItem from '#queue/models/job_run_item'
import type { ItemResult } from '#queue/run_job'

type Entry = { item: JobRunItem; result: ItemResult }

const fullAt = 100
const longestWait = 250

/**
 * Collects the results of items and writes them, with the run's counts, a
 * hundred or a quarter of a second at a time: one small transaction instead of
 * one for each item.
 */
export class ResultBook {
  #entries: Entry[] = []
  #timer?: NodeJS.Timeout
  #writing: Promise<void> = Promise.resolve()

  constructor(readonly run: JobRun) {}

  async add(item: JobRunItem, result: ItemResult) {
    this.#entries.push({ item, result })
    this.#timer ??= setTimeout(() => this.flush().catch(() => {}), longestWait)
    if (this.#entries.length >= fullAt) await this.flush()
    else await this.#failure()
  }

  /** Everything added so far is written when this resolves. Throws RunStopped when the run is another's. */
  flush() {
    clearTimeout(this.#timer)
    this.#timer = undefined
    const entries = this.#entries.splice(0)
    this.#writing = this.#writing.then(() => writeResults(this.run, entries))
    this.#writing.catch((error) => (this.#error = error))
    return this.#writing
  }

  #error?: Error

  async #failure() {
    if (this.#error) throw this.#error
  }
}

async function writeResults(run: JobRun, entries: Entry[]) {
  if (entries.length === 0) return
  await db.transaction(async (trx) => {
    await run.ownRow(trx)
    await writeItems(trx, run, entries)
    await writeCounts(trx, run, entries)
  })
}

/** An update of many rows with values of their own, in one statement. */
async function writeItems(trx: TransactionClientContract, run: JobRun, entries: Entry[]) {
  const rows = entries.map(({ item, result }) => ({
    id: item.id,
    job_run_id: run.id,
    label: item.label,
    state: result.state,
    message: result.message?.slice(0, 1000) ?? null,
    asset_id: result.assetId ?? null,
  }))
  for (let start = 0; start < rows.length; start += fullAt) {
    await trx
      .knexQuery()
      .table('job_run_items')
      .insert(rows.slice(start, start + fullAt))
      .onConflict('id')
      .merge(['state', 'message', 'asset_id'])
  }
}

async function writeCounts(trx: TransactionClientContract, run: JobRun, entries: Entry[]) {
  const counts = { done: 0, failed: 0, skipped: 0 }
  for (const { result } of entries) counts[result.state]++
  await trx.from('job_runs').where('id', run.id).increment(counts)
}
