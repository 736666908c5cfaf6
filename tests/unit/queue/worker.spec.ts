import { setTimeout as delay } from 'node:timers/promises'
import { test } from '@japa/runner'
import type { Assert } from '@japa/assert'
import db from '@adonisjs/lucid/services/db'
import { cancelRun, retryFailed, startRun } from '#queue/runs'
import { emptyTables } from '#tests/helpers/database'
import JobRun from '#queue/models/job_run'
import JobRunItem from '#queue/models/job_run_item'
import {
  counts,
  createProbeEffects,
  effects,
  killWorkers,
  startWorker,
  type TestWorker,
  untilFinished,
  untilRun,
} from '#tests/helpers/worker'

/** What the run counted is what its items say. */
async function assertExact(assert: Assert, run: JobRun, expected?: Record<string, number>) {
  const { told, counted } = await counts(run)
  assert.deepEqual(told, counted)
  if (expected) assert.deepEqual(counted, expected)
}

type Act = { act?: string; pause?: number }

function probe(acts: Act[], payload: Record<string, any> = {}) {
  const items = acts.map((act, n) => ({ label: `item ${n}`, payload: act }))
  return startRun({ kind: 'tests.probe', title: 'Probe', user: null, payload, items })
}

const many = (count: number, act: Act = {}) => Array.from({ length: count }, () => act)

test.group('A worker', (group) => {
  group.each.timeout(60_000)
  group.each.setup(async () => {
    await createProbeEffects()
    await emptyTables()
    return killWorkers
  })

  test('gives every item its result and counts them', async ({ assert }) => {
    const run = await probe([...many(5), { act: 'fail' }, { act: 'skip' }])
    startWorker()
    const end = await untilFinished(run.id)

    assert.equal(end.state, 'succeeded')
    const { told, counted } = await counts(end)
    assert.deepEqual(told, { total: 7, done: 5, failed: 1, skipped: 1 })
    assert.deepEqual(told, counted)
    const messages = await JobRunItem.query().whereNotNull('message').orderBy('id')
    assert.deepEqual(
      messages.map((item) => item.message),
      ['No luck with item 5.', 'Already here.']
    )
  })

  test('writes results in batches and counts them right', async ({ assert }) => {
    const items = Array.from({ length: 1000 }, (_, n) => ({ label: `${n}`, payload: { n } }))
    const run = await startRun({ kind: 'tests.batch', title: 'Batch', user: null, items })
    startWorker()
    const { told, counted } = await counts(await untilFinished(run.id))
    assert.deepEqual(told, counted)
    assert.deepEqual(told, { total: 1000, done: 334, failed: 333, skipped: 333 })
  })

  test('plans page by page, and begins the plan anew when it dies in it', async ({ assert }) => {
    const run = await startRun({
      kind: 'tests.probe',
      title: 'Planned',
      user: null,
      payload: { plan: 60, planPause: 50 },
    })
    const first = startWorker()
    await untilRun(run.id, ({ total }) => (total ?? 0) > 10)
    first.kill()
    startWorker()
    const end = await untilFinished(run.id)
    const { told, counted } = await counts(end)
    assert.deepEqual(told, counted)
    assert.deepEqual(counted, { total: 60, done: 60, failed: 0, skipped: 0 })
    assert.isAbove(end.attempt, 1)
  })

  test('ends a run in which nothing can succeed, and takes it up again on demand', async ({
    assert,
  }) => {
    const run = await probe([{}, { act: 'end' }, ...many(20, { pause: 50 })])
    startWorker()
    const failed = await untilFinished(run.id)
    assert.equal(failed.state, 'failed')
    assert.equal(failed.error, 'The disk is full.')
    assert.isBelow(failed.handled, 22)
    await assertExact(assert, failed)

    await JobRunItem.query().where('label', 'item 1').update({ payload: '{}' })
    assert.isTrue(await retryFailed(failed))
    const again = await untilFinished(run.id)
    assert.equal(again.state, 'succeeded')
    assert.equal(again.done, 22)
    assert.lengthOf(await effects(), 22)
  })

  test('cancels within the item in hand', async ({ assert }) => {
    const run = await probe(many(50, { pause: 200 }))
    startWorker()
    await untilRun(run.id, ({ done }) => done > 0)
    await cancelRun(run)
    const asked = await effects()

    const end = await untilFinished(run.id, 3_000)
    assert.equal(end.state, 'cancelled')
    const made = await effects()
    assert.isAtMost(made.length, asked.length + 4)
    await assertExact(assert, end)
  })

  test('tries again only what failed', async ({ assert }) => {
    const run = await probe([...many(3), { act: 'fail' }, { act: 'fail' }])
    startWorker()
    await untilFinished(run.id)
    await db.table('probe_effects').insert({ item_id: 0, attempt: 0 })

    await retryFailed(run)
    const end = await untilFinished(run.id)
    assert.equal(end.state, 'succeeded')
    await assertExact(assert, end, { total: 5, done: 5, failed: 0, skipped: 0 })
    const done = await effects()
    assert.lengthOf(done, 5)
    assert.equal(end.attempt, 2)
  })

  test('does not try again what a cancelled run never reached', async ({ assert }) => {
    const run = await probe([{ act: 'fail' }, ...many(30, { pause: 150 })])
    startWorker()
    await untilRun(run.id, ({ failed, done }) => failed > 0 && done > 0)
    await cancelRun(run)
    const cancelled = await untilFinished(run.id)
    await db.table('probe_effects').insert({ item_id: 0, attempt: 0 })
    await retryFailed(cancelled)
    const end = await untilFinished(run.id)
    assert.equal(end.done, cancelled.done + 1)
    assert.equal(end.skipped, 31 - end.done)
    await assertExact(assert, end)
  })

  test('finds a run whose wake-up was lost', async ({ assert }) => {
    const worker = startWorker()
    await delay(2_500)
    const run = await probe(many(3))
    await db.from('queue_jobs').delete()
    const end = await untilFinished(run.id)
    assert.equal(end.state, 'succeeded')
    worker.kill()
  })

  test('gives up a run nobody knows how to do', async ({ assert }) => {
    const run = await startRun({ kind: 'tests.forgotten', title: 'Old', user: null, items: [] })
    startWorker()
    const end = await untilFinished(run.id)
    assert.equal(end.state, 'failed')
    assert.include(end.error, 'does not know the job "tests.forgotten"')
  })

  test('puts its runs down when asked to stop, and the next one goes on', async ({ assert }) => {
    const run = await probe(many(40, { pause: 100 }))
    const first = startWorker()
    await untilRun(run.id, ({ done }) => done > 4)
    const asked = Date.now()
    first.kill('SIGTERM')
    const { code } = await first.exited
    assert.equal(code, 0)
    assert.isBelow(Date.now() - asked, 10_000)

    const waiting = await JobRun.findOrFail(run.id)
    assert.equal(waiting.state, 'queued')
    await assertExact(assert, waiting)

    startWorker()
    const end = await untilFinished(run.id)
    assert.equal(end.done, 40)
    assert.equal(end.attempt, 2)
    assert.equal(end.crashes, 0)
    assert.lengthOf(await effects(), 40)
  })

  test('does not wait for ever for an item when asked to stop', async ({ assert }) => {
    const run = await probe([{ pause: 60_000 }])
    const worker = startWorker()
    await untilRun(run.id, ({ state }) => state === 'running')
    await delay(200)
    const asked = Date.now()
    worker.kill('SIGTERM')
    await worker.exited
    assert.isBelow(Date.now() - asked, 8_000)
    await run.refresh()
    assert.equal(run.state, 'queued')
  })
})

test.group('A worker that fell asleep', (group) => {
  group.each.timeout(60_000)
  group.each.setup(async () => {
    await createProbeEffects()
    await emptyTables()
    return killWorkers
  })

  test('can do nothing more once another has taken over', async ({ assert }) => {
    const run = await probe(many(40, { pause: 150 }))
    const zombie = startWorker()
    await untilRun(run.id, ({ done }) => done > 4)
    await stopBetweenWrites(zombie)
    startWorker()
    await untilRun(run.id, ({ attempt }) => attempt === 2)
    await delay(300)
    zombie.kill('SIGCONT')

    const end = await untilFinished(run.id)
    await delay(500)
    assert.equal(end.done, 40)
    const rows = await db.from('probe_effects').orderBy('item_id')
    assert.lengthOf(rows, 40)
    assert.lengthOf([...new Set(rows.map((row) => row.item_id))], 40)
    assert.isNotEmpty(rows.filter((row) => row.attempt === 2))
    await assertExact(assert, end)
  })
})

/** A process stopped inside a transaction keeps the database to itself; this one shall not. */
async function stopBetweenWrites(worker: TestWorker) {
  while (true) {
    worker.kill('SIGSTOP')
    const written = db.from('probe_effects').where('item_id', -1).delete()
    const wasFree = await Promise.race([written.then(() => true), delay(1_000, false)])
    if (wasFree) return
    worker.kill('SIGCONT')
    await written
  }
}

test.group('Work that kills its worker', (group) => {
  group.each.timeout(90_000)
  group.each.setup(async () => {
    await createProbeEffects()
    await emptyTables()
    return killWorkers
  })

  /** As `npm start` does: a worker that dies is started again. */
  function keepAlive() {
    const times = { died: 0, over: false }
    const again = async () => {
      const { signal } = await startWorker().exited
      if (times.over || signal !== 'SIGKILL') return
      times.died++
      void again()
    }
    void again()
    return times
  }

  test('is set aside after three times; the rest of the run and other runs are done', async ({
    assert,
  }) => {
    const poison = await probe([...many(6), { act: 'kill', pause: 100 }, ...many(6)])
    const other = await probe(many(10, { pause: 20 }))
    const times = keepAlive()

    const end = await untilFinished(poison.id, 60_000)
    const proceeded = await untilFinished(other.id)
    assert.equal(proceeded.done, 10)
    times.over = true
    assert.equal(end.state, 'succeeded')
    await assertExact(assert, end, { total: 13, done: 12, failed: 1, skipped: 0 })
    const [aside] = await JobRunItem.query().where({ jobRunId: poison.id, state: 'failed' })
    assert.equal(aside.label, 'item 6')
    assert.equal(aside.message, 'The worker died 3 times at this item.')
    assert.equal(times.died, 3)
    assert.lengthOf([...new Set(await effects())], 22)
  })

  test('ends the run where no item can be blamed', async ({ assert }) => {
    const poison = await startRun({
      kind: 'tests.probe',
      title: 'Poison',
      user: null,
      payload: { plan: 5, planPause: 20, planKills: true },
    })
    const other = await probe(many(10))
    const times = keepAlive()

    const end = await untilFinished(poison.id, 60_000)
    times.over = true
    assert.equal(end.state, 'failed')
    assert.equal(end.error, 'The worker died 3 times during this run, so it was given up.')
    const proceeded = await untilFinished(other.id)
    assert.equal(proceeded.done, 10)
    assert.equal(times.died, 3)
  })
})
