import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { cancelRun, startRun } from '#queue/runs'
import { createCast, type Cast } from '#tests/helpers/cast'
import { emptyTables } from '#tests/helpers/database'
import JobRun from '#queue/models/job_run'
import JobRunItem from '#queue/models/job_run_item'

const fragment = { 'HX-Request': 'true', 'HX-Request-Type': 'partial' }

function runOf(user: { id: number } | null, title = 'Import of holidays', count = 3) {
  const items = Array.from({ length: count }, (_, n) => ({
    label: `picture ${n}.png`,
    payload: {},
  }))
  return startRun({ kind: 'tests.probe', title, user, items })
}

/** As if a worker had been here: the third item failed, the run is over. */
async function finishedRun(user: { id: number }) {
  const run = await runOf(user)
  const items = await JobRunItem.query().where('jobRunId', run.id).orderBy('id')
  await items[0].merge({ state: 'done', assetId: 77 }).save()
  await items[1].merge({ state: 'skipped', message: 'It is already here.' }).save()
  await items[2].merge({ state: 'failed', message: 'It is no picture.' }).save()
  await run.merge({ state: 'succeeded', done: 1, skipped: 1, failed: 1 }).save()
  return run
}

async function queriesOf(action: () => Promise<unknown>) {
  let count = 0
  const counting = () => void count++
  const knex = db.connection().getWriteClient()
  knex.on('query', counting)
  await action()
  knex.off('query', counting)
  return count
}

test.group('The list of jobs', (group) => {
  let cast: Cast
  group.each.setup(async () => {
    await emptyTables()
    cast = await createCast()
  })

  test('shows people their own, newest first', async ({ client, assert }) => {
    await runOf(cast.editor, 'The first')
    await runOf(cast.editor, 'The second')
    await runOf(cast.stranger, 'Not theirs')

    const page = await client.get('/jobs').loginAs(cast.editor)

    page.assertStatus(200)
    assert.isBelow(page.text().indexOf('The second'), page.text().indexOf('The first'))
    assert.notInclude(page.text(), 'Not theirs')
  })

  test('shows administrators everybody’s and the system’s', async ({ client }) => {
    await runOf(cast.editor, 'An editor’s')
    await runOf(null, 'Nightly check')

    const page = await client.get('/jobs').loginAs(cast.owner)

    page.assertTextIncludes('Nightly check')
    page.assertTextIncludes('Editor')
  })

  test('shows administrators of a private run how far it is, and nothing it is about', async ({
    client,
    assert,
  }) => {
    const run = await finishedRun(cast.editor)
    await run.merge({ payload: { visibility: 'private' }, error: 'holidays.zip broke' }).save()
    const pages = ['/jobs', `/jobs/${run.id}`, `/jobs/${run.id}?state=failed`]

    for (const path of pages) {
      const theirs = await client.get(path).loginAs(cast.owner)
      assert.include(theirs.text(), 'A private job')
      assert.include(theirs.text(), '3 of 3 · 1 failed · 1 skipped')
      assert.notMatch(theirs.text(), /holidays|picture \d|no picture|\/library\/77/)
      const own = await client.get(path).loginAs(cast.editor)
      assert.include(own.text(), 'Import of holidays')
    }
  })

  test('filters by state and says when nothing is left', async ({ client, assert }) => {
    await cancelRun(await runOf(cast.editor, 'Called off'))
    await runOf(cast.editor, 'Still to come')

    const waiting = await client.get('/jobs?state=queued').loginAs(cast.editor)
    waiting.assertTextIncludes('Still to come')
    assert.notInclude(waiting.text(), 'Called off')

    const failed = await client.get('/jobs?state=failed').loginAs(cast.editor)
    failed.assertTextIncludes('No such jobs')
  })

  test('turns pages by key', async ({ client, assert }) => {
    for (let n = 1; n <= 32; n++) await runOf(cast.editor, `Run number ${n}.`, 0)

    const first = await client.get('/jobs').loginAs(cast.editor)
    first.assertTextIncludes('Run number 3.')
    assert.notInclude(first.text(), 'Run number 2.')
    const next = first.text().match(/href="(\/jobs\?before=\d+)"/)![1]

    const second = await client.get(next).loginAs(cast.editor)
    second.assertTextIncludes('Run number 2.')
    assert.notInclude(second.text(), 'Run number 3.')
  })

  test('is a fragment for htmx', async ({ client, assert }) => {
    await runOf(cast.editor)
    const part = await client.get('/jobs').headers(fragment).loginAs(cast.editor)

    assert.notInclude(part.text(), '<html')
    part.assertTextIncludes('id="job-list"')
  })

  test('refuses an unknown state', async ({ client }) => {
    const bad = await client.get('/jobs?state=lost').accept('json').loginAs(cast.editor)
    bad.assertStatus(422)
  })

  test('says so on a page, not by leading back to itself', async ({ client }) => {
    const bad = await client
      .get('/jobs?state=lost')
      .accept('html')
      .header('referer', '/jobs?state=lost')
      .redirects(0)
      .loginAs(cast.editor)
    bad.assertStatus(422)
    bad.assertTextIncludes('This address asks for something that is not there')
  })

  test('reloads itself without JavaScript only while there is something to wait for', async ({
    client,
    assert,
  }) => {
    const run = await runOf(cast.editor)
    const busy = await client.get('/jobs').loginAs(cast.editor)
    busy.assertTextIncludes('<noscript><meta http-equiv="refresh"')
    await cancelRun(run)
    const idle = await client.get('/jobs').loginAs(cast.editor)
    assert.notInclude(idle.text(), 'http-equiv="refresh"')
  })

  test('asks the database as often for twelve runs as for two', async ({ client, assert }) => {
    await runOf(cast.editor)
    await runOf(cast.editor)
    const visit = () => client.get('/jobs').loginAs(cast.owner)
    await visit()
    const few = await queriesOf(visit)
    for (let n = 0; n < 10; n++) await runOf(n % 2 ? cast.editor : cast.stranger)
    assert.equal(await queriesOf(visit), few)
  })

  test('is for people who are logged in', async ({ client }) => {
    const response = await client.get('/jobs').redirects(0)
    response.assertHeader('location', '/login')
  })
})

test.group('A job whose worker was killed', (group) => {
  group.each.setup(emptyTables)

  test('waits for the worker, and promises no pace', async ({ client, assert }) => {
    const cast = await createCast()
    const run = await runOf(cast.editor)
    const page = (silence: number) =>
      run
        .merge({ state: 'running', rate: 12, heartbeatAt: Date.now() - silence })
        .save()
        .then(() => client.get(`/jobs/${run.id}`).loginAs(cast.editor))
    const alive = await page(0)
    alive.assertTextIncludes('12 a second')
    const killed = await page(60_000)
    killed.assertTextIncludes('Waiting for the worker')
    assert.notInclude(killed.text(), '12 a second')
  })
})

test.group('The page of a job', (group) => {
  let cast: Cast
  group.each.setup(async () => {
    await emptyTables()
    cast = await createCast()
  })

  test('shows failed items first, their messages, and the way to what was made', async ({
    client,
    assert,
  }) => {
    const run = await finishedRun(cast.editor)
    const page = await client.get(`/jobs/${run.id}`).loginAs(cast.editor)

    page.assertStatus(200)
    assert.isBelow(page.text().indexOf('picture 2.png'), page.text().indexOf('picture 0.png'))
    page.assertTextIncludes('It is no picture.')
    page.assertTextIncludes('href="/library/77"')
    page.assertTextIncludes('3 of 3 · 1 failed · 1 skipped')
    page.assertTextIncludes('Try the 1 failed again')
  })

  test('turns pages across the states, each item once', async ({ client, assert }) => {
    const run = await runOf(cast.editor, 'Many', 120)
    const items = await JobRunItem.query().where('jobRunId', run.id)
    const ids = items.map((item) => item.id)
    await JobRunItem.query().whereIn('id', ids.slice(0, 30)).update({ state: 'done' })
    await JobRunItem.query().whereIn('id', ids.slice(90)).update({ state: 'failed' })

    const seen: string[] = []
    let next: string | undefined = `/jobs/${run.id}`
    while (next) {
      const response = await client.get(next).loginAs(cast.editor)
      const page: string = response.text()
      seen.push(...[...page.matchAll(/picture \d+\.png/g)].map(([label]) => label))
      next = page.match(/rel="next" href="([^"]+)"/)?.[1].replaceAll('&amp;', '&')
    }

    assert.lengthOf(seen, 120)
    assert.lengthOf([...new Set(seen)], 120)
    assert.equal(seen[0], 'picture 90.png')
  })

  test('shows only the items asked for', async ({ client, assert }) => {
    const run = await finishedRun(cast.editor)
    const page = await client.get(`/jobs/${run.id}?state=skipped`).loginAs(cast.editor)
    page.assertTextIncludes('It is already here.')
    assert.notInclude(page.text(), 'picture 2.png')
  })

  test('is not there for strangers, nor is one that never was', async ({ client }) => {
    const run = await finishedRun(cast.editor)
    const foreign = await client.get(`/jobs/${run.id}`).loginAs(cast.stranger)
    foreign.assertStatus(404)
    const none = await client.get('/jobs/999').loginAs(cast.stranger)
    none.assertStatus(404)
    const nonsense = await client.get('/jobs/abc').loginAs(cast.stranger)
    nonsense.assertStatus(404)
  })

  test('is a fragment for htmx', async ({ client, assert }) => {
    const run = await finishedRun(cast.editor)
    const part = await client.get(`/jobs/${run.id}`).headers(fragment).loginAs(cast.editor)
    assert.notInclude(part.text(), '<html')
    part.assertTextIncludes('<article id="job-run"')
  })

  test('refuses a place that is no place', async ({ client }) => {
    const run = await finishedRun(cast.editor)
    const bad = await client
      .get(`/jobs/${run.id}?after=nowhere`)
      .accept('json')
      .loginAs(cast.editor)
    bad.assertStatus(422)
  })
})

test.group('Cancelling and trying again', (group) => {
  let cast: Cast
  group.each.setup(async () => {
    await emptyTables()
    cast = await createCast()
  })

  test('a waiting job is cancelled at once', async ({ client, assert }) => {
    const run = await runOf(cast.editor)
    const response = await client
      .post(`/jobs/${run.id}/cancellations`)
      .withCsrfToken()
      .loginAs(cast.editor)

    response.assertRedirectsTo(`/jobs/${run.id}`)
    response.assertTextIncludes('Cancelled. What is done stays done.')
    await run.refresh()
    assert.equal(run.state, 'cancelled')
  })

  test('a job that has ended is not cancelled', async ({ client, assert }) => {
    const run = await finishedRun(cast.editor)
    await client.post(`/jobs/${run.id}/cancellations`).withCsrfToken().loginAs(cast.editor)
    await run.refresh()
    assert.equal(run.state, 'succeeded')
    assert.isNull(run.cancelRequestedAt)
  })

  test('what failed waits again, and nothing else', async ({ client, assert }) => {
    const run = await finishedRun(cast.editor)
    const response = await client
      .post(`/jobs/${run.id}/retries`)
      .withCsrfToken()
      .loginAs(cast.editor)

    response.assertTextIncludes('What failed is tried again.')
    const { state, done, skipped, failed } = await JobRun.findOrFail(run.id)
    assert.deepEqual(
      { state, done, skipped, failed },
      { state: 'queued', done: 1, skipped: 1, failed: 0 }
    )
    const states = await JobRunItem.query().where('jobRunId', run.id).orderBy('id')
    assert.deepEqual(
      states.map((item) => item.state),
      ['done', 'skipped', 'queued']
    )
  })

  for (const action of ['cancellations', 'retries']) {
    test(`${action} are not for strangers, nor without the page’s token`, async ({
      client,
      assert,
    }) => {
      const run = await runOf(cast.editor)
      const before = { ...run.$attributes }
      const foreign = await client
        .post(`/jobs/${run.id}/${action}`)
        .withCsrfToken()
        .loginAs(cast.stranger)
      foreign.assertStatus(404)
      await client.post(`/jobs/${run.id}/${action}`).loginAs(cast.editor)
      await run.refresh()
      assert.deepEqual({ ...run.$attributes }, before)
    })
  }
})

test.group('The activity in the rail', (group) => {
  group.each.setup(emptyTables)

  test('sums up what is under way for this person', async ({ client, assert }) => {
    const cast = await createCast()
    const run = await runOf(cast.editor, 'Import of holidays', 4)
    await run.merge({ state: 'running', done: 1 }).save()

    const own = await client.get('/jobs/activity').headers(fragment).loginAs(cast.editor)
    own.assertTextIncludes('Import of holidays')
    own.assertTextIncludes('25 %')

    const other = await client.get('/jobs/activity').headers(fragment).loginAs(cast.stranger)
    assert.equal(other.text().trim(), '')
  })
})
