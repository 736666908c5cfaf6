import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type JobRun from '#queue/models/job_run'
import type JobRunItem from '#queue/models/job_run_item'
import type { ItemResult } from '#queue/run_job'

type Entry = { item: JobRunItem; result: ItemResult }

const fullAt = 100
const longestWait = 250
const mostAttempts = 5

/**
 * Collects the results of items and writes them, with the run's counts, a
 * hundred or a quarter of a second at a time: one small transaction instead of
 * one for each item. What the database is too busy to take is written with the next ones.
 */
export class ResultBook {
  #entries: Entry[] = []
  #timer?: NodeJS.Timeout
  #writing: Promise<void> = Promise.resolve()
  #attempts = 0
  #error?: Error

  constructor(readonly run: JobRun) {}

  async add(item: JobRunItem, result: ItemResult) {
    if (this.#error) throw this.#error
    this.#entries.push({ item, result })
    this.#writeLater()
    if (this.#entries.length >= fullAt && !this.#attempts) await this.#write()
  }

  /** Everything added so far is written when this resolves. Throws RunStopped when the run is another's. */
  async flush() {
    do await this.#write()
    while (this.#entries.length)
  }

  #writeLater() {
    this.#timer ??= setTimeout(() => this.#write().catch(() => {}), longestWait)
  }

  #write() {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#writing = this.#writing.then(() => this.#writeOnce())
    this.#writing.catch((error) => (this.#error = error))
    return this.#writing
  }

  async #writeOnce() {
    const entries = this.#entries.splice(0)
    try {
      await writeResults(this.run, entries)
      this.#attempts = 0
    } catch (error) {
      if (!isBusy(error) || ++this.#attempts === mostAttempts) throw error
      this.#entries.unshift(...entries)
      this.#writeLater()
    }
  }
}

/** Another writer held the database for longer than it waits; on Postgres, the two were in each other's way. */
const isBusy = ({ code }: any) => ['SQLITE_BUSY', '40001', '40P01'].includes(code)

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
