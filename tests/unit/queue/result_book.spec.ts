import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { claimRun } from '#queue/claims'
import type JobRunItem from '#queue/models/job_run_item'
import { ResultBook } from '#queue/result_book'
import { startRun } from '#queue/runs'
import { emptyTables } from '#tests/helpers/database'
import { itemsOf } from '#tests/helpers/runs'
import { counts } from '#tests/helpers/worker'

test.group('The book of results', (group) => {
  group.each.setup(emptyTables)

  test('writes again what the database was too busy for', async ({ assert }) => {
    const { run, items, book } = await opened(3)
    await book.add(items[0], { state: 'done' })
    failNext(2, 'SQLITE_BUSY')
    await book.flush()
    await book.add(items[1], { state: 'failed', message: 'Why.' })
    await book.add(items[2], { state: 'skipped' })
    await book.flush()

    const { told, counted } = await counts(await run.refresh())
    assert.deepEqual(told, { total: 3, done: 1, failed: 1, skipped: 1 })
    assert.deepEqual(counted, told)
  })

  test('tells when it goes on being busy, and what else is wrong at once', async ({ assert }) => {
    for (const [times, code] of [
      [5, 'SQLITE_BUSY'],
      [1, 'SQLITE_CORRUPT'],
    ] as const) {
      const { items, book } = await opened(2)
      await book.add(items[0], { state: 'done' })
      failNext(times, code)
      await assert.rejects(() => book.flush(), code)
      await assert.rejects(() => book.add(items[1], { state: 'done' }), code)
    }
  })

  async function opened(length: number) {
    const planned = Array.from({ length }, (_, n) => ({ label: `item ${n}`, payload: {} }))
    const started = await startRun({ kind: 'tests.probe', title: 'T', user: null, items: planned })
    const run = (await claimRun(started.id))!
    const items: JobRunItem[] = await itemsOf(run)
    return { run, items, book: new ResultBook(run) }
  }
})

/** The next transactions fail as SQLite's do when another process writes for too long. */
function failNext(times: number, code: string) {
  const { transaction } = db
  let left = times
  db.transaction = (async () => {
    if (--left === 0) db.transaction = transaction
    throw Object.assign(new Error(code), { code })
  }) as typeof transaction
}
