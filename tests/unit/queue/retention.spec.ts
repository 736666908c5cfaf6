import { DateTime } from 'luxon'
import { test } from '@japa/runner'
import config from '#config/runs'
import db from '@adonisjs/lucid/services/db'
import { addItems } from '#queue/items'
import { pruneRuns } from '#queue/retention'
import { startRun } from '#queue/runs'
import { emptyTables } from '#tests/helpers/database'
import JobRun, { type RunState } from '#queue/models/job_run'
import JobRunItem, { itemStates } from '#queue/models/job_run_item'

const now = DateTime.now()

/** A run with an item of every state, finished so many days ago. */
async function runOf(state: RunState, days?: number) {
  const items = itemStates.map((label) => ({ label, payload: {} }))
  const run = await startRun({ kind: 'tests.probe', title: 'Probe', user: null, items })
  for (const item of await JobRunItem.query().where('jobRunId', run.id)) {
    await item.merge({ state: item.label as JobRunItem['state'] }).save()
  }
  const finishedAt = days === undefined ? null : now.minus({ days })
  await run.merge({ state, finishedAt }).save()
  return run
}

async function leftOf(run: JobRun): Promise<string[]> {
  const items = await JobRunItem.query().where('jobRunId', run.id).orderBy('id')
  const isThere = await JobRun.find(run.id)
  return isThere ? items.map(({ state }) => state) : ['nothing']
}

test.group('Finished runs', (group) => {
  group.each.setup(emptyTables)

  test('keep all for a week, what needs a look for a month, and are gone then', async ({
    assert,
  }) => {
    const { keepDoneItemsDays, keepRunsDays } = config
    const fresh = await runOf('succeeded', keepDoneItemsDays - 1)
    const older = await runOf('failed', keepDoneItemsDays + 1)
    const almost = await runOf('cancelled', keepRunsDays - 1)
    const old = await runOf('succeeded', keepRunsDays + 1)

    await pruneRuns(now)

    assert.sameMembers(await leftOf(fresh), [...itemStates])
    assert.sameMembers(await leftOf(older), ['queued', 'failed', 'skipped'])
    assert.sameMembers(await leftOf(almost), ['queued', 'failed', 'skipped'])
    assert.deepEqual(await leftOf(old), ['nothing'])
    assert.lengthOf(await JobRunItem.query().where('jobRunId', old.id), 0)
  })

  test('are the only ones it touches, whatever the age', async ({ assert }) => {
    const waiting = await runOf('queued')
    const running = await runOf('running')
    await pruneRuns(now.plus({ years: 5 }))
    assert.sameMembers(await leftOf(waiting), [...itemStates])
    assert.sameMembers(await leftOf(running), [...itemStates])
  })

  test('go in pieces, however many items they have', async ({ assert }) => {
    const run = await runOf('succeeded', config.keepRunsDays + 1)
    const items = Array.from({ length: 2_500 }, (_, n) => ({ label: `${n}`, payload: {} }))
    await db.transaction((trx) => addItems(trx, run.id, items))
    await pruneRuns(now)
    assert.deepEqual(await leftOf(run), ['nothing'])
    assert.lengthOf(await JobRunItem.query().where('jobRunId', run.id), 0)
  })
})
