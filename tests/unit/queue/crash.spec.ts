import { setTimeout as delay } from 'node:timers/promises'
import { test } from '@japa/runner'
import { startRun } from '#queue/runs'
import { emptyTables } from '#tests/helpers/database'
import {
  counts,
  createProbeEffects,
  effects,
  killWorkers,
  startWorker,
  untilFinished,
  untilRun,
} from '#tests/helpers/worker'

const repeats = process.env.DEEP ? 25 : 3

test.group('A worker killed at any moment', (group) => {
  group.each.setup(async () => {
    await createProbeEffects()
    await emptyTables()
    return killWorkers
  })

  test('loses nothing and repeats nothing, time {$i}')
    .with(Array.from({ length: repeats }, (_, n) => n + 1))
    .timeout(60_000)
    .run(async ({ assert }) => {
      const items = Array.from({ length: 200 }, (_, n) => ({ label: `item ${n}`, payload: {} }))
      const run = await startRun({
        kind: 'tests.probe',
        title: 'Probe',
        user: null,
        payload: { pause: 15 },
        items,
      })
      const worker = startWorker()
      await untilRun(run.id, ({ state }) => state === 'running')
      await delay(Math.random() * 900)
      worker.kill()
      startWorker()

      const end = await untilFinished(run.id)
      assert.equal(end.state, 'succeeded', end.error ?? '')
      const { told, counted } = await counts(end)
      assert.deepEqual(told, counted)
      assert.deepEqual(counted, { total: 200, done: 200, failed: 0, skipped: 0 })
      const done = await effects()
      assert.lengthOf(done, 200)
      assert.lengthOf([...new Set(done)], 200)
    })
})
