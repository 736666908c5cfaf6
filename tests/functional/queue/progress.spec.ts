import { PassThrough } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'
import { test } from '@japa/runner'
import { DateTime } from 'luxon'
import db from '@adonisjs/lucid/services/db'
import { changePassword } from '#accounts/accounts'
import { startRun } from '#queue/runs'
import { watchRun } from '#queue/progress/runs'
import { openStreams } from '#queue/progress/streams'
import { castPassword, createCast, type Cast } from '#tests/helpers/cast'
import { emptyTables } from '#tests/helpers/database'
import type User from '#accounts/models/user'

const base = `http://${process.env.HOST}:${process.env.PORT}`

/** Logs in as a browser does, because a stream needs a client that reads on. Answers the cookies. */
async function logIn(user: User) {
  const page = await fetch(`${base}/login`)
  const answer = await fetch(`${base}/login`, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'cookie': cookiesOf(page), 'x-csrf-token': tokenIn(await page.text()) },
    body: new URLSearchParams({ email: user.email, password: castPassword }),
  })
  return cookiesOf(answer)
}

const cookiesOf = (response: Response) =>
  response.headers
    .getSetCookie()
    .map((each) => each.split(';')[0])
    .join('; ')

const tokenIn = (html: string) => html.match(/name="csrf-token" content="([^"]+)"/)![1]

/** Opens a stream and collects what comes. */
async function open(path: string, cookie: string) {
  const response = await fetch(base + path, { headers: { cookie }, redirect: 'manual' })
  const stream = { status: response.status, text: '', ended: false, close: () => {} }
  const reader = response.body?.getReader()
  stream.close = () => void reader?.cancel()
  const read = async () => {
    for (let part = await reader!.read(); !part.done; part = await reader!.read()) {
      stream.text += new TextDecoder().decode(part.value)
    }
    stream.ended = true
  }
  if (reader) void read().catch(() => (stream.ended = true))
  return stream
}

async function until(isSo: () => boolean, milliseconds = 5_000) {
  for (const end = Date.now() + milliseconds; !isSo(); await delay(20)) {
    if (Date.now() > end) throw new Error('It did not come to that in time.')
  }
}

test.group('The stream of progress', (group) => {
  let cast: Cast
  group.each.setup(async () => {
    await emptyTables()
    cast = await createCast()
  })

  const runOf = (user: User, payload = {}) =>
    startRun({
      kind: 'tests.probe',
      title: 'Import of holidays',
      user,
      payload,
      items: Array.from({ length: 4 }, (_, n) => ({ label: `${n}`, payload: {} })),
    })

  test('tells each change of a run and ends with it', async ({ assert }) => {
    const run = await runOf(cast.editor)
    const stream = await open(`/jobs/${run.id}/progress`, await logIn(cast.editor))
    assert.equal(stream.status, 200)
    await until(() => stream.text.includes('0 of 4'))
    await run.merge({ state: 'running', done: 3 }).save()
    await until(() => stream.text.includes('3 of 4'))
    assert.isFalse(stream.ended)
    await run.merge({ state: 'succeeded', done: 4, finishedAt: DateTime.now() }).save()
    await until(() => stream.ended)
    assert.include(stream.text, 'event: finished')
    assert.equal(openStreams(), 0)
  })

  test('brings new runs into the list, and only the person’s own', async ({ assert }) => {
    const run = await runOf(cast.editor)
    const stream = await open('/jobs/progress', await logIn(cast.editor))
    await until(() => stream.text.includes(`#job-run-${run.id}"`))
    const foreign = await runOf(cast.stranger)
    const own = await runOf(cast.editor)
    await until(() => stream.text.includes(`id="job-run-${own.id}"`))
    assert.notInclude(stream.text, `job-run-${foreign.id}"`)
    stream.close()
    await until(() => openStreams() === 0)
  })

  test('tells administrators nothing of what a private run is about', async ({ assert }) => {
    const stream = await open('/jobs/progress', await logIn(cast.owner))
    const run = await runOf(cast.editor, { visibility: 'private' })
    await until(() => stream.text.includes(`id="job-run-${run.id}"`))
    assert.include(stream.text, 'A private job')
    assert.notInclude(stream.text, 'holidays')
    stream.close()
    await until(() => openStreams() === 0)
  })

  test('is not there for strangers and visitors', async ({ assert }) => {
    const run = await runOf(cast.editor)
    const foreign = await open(`/jobs/${run.id}/progress`, await logIn(cast.stranger))
    assert.equal(foreign.status, 404)
    const visitor = await open('/jobs/progress', '')
    assert.equal(visitor.status, 302)
  })

  test('gives one person five streams and no more', async ({ assert }) => {
    const run = await runOf(cast.editor)
    const cookie = await logIn(cast.editor)
    const streams = []
    for (let n = 0; n < 6; n++) streams.push(await open(`/jobs/${run.id}/progress`, cookie))
    assert.deepEqual(
      streams.map((stream) => stream.status),
      [200, 200, 200, 200, 200, 204]
    )
    streams.forEach((stream) => stream.close())
    await until(() => openStreams() === 0)
  })

  test('ends within five seconds for who is disabled', async ({ assert }) => {
    const run = await runOf(cast.editor)
    const stream = await open(`/jobs/${run.id}/progress`, await logIn(cast.editor))
    assert.equal(stream.status, 200)
    await until(() => stream.text.length > 0)
    await cast.editor.merge({ disabledAt: DateTime.now() }).save()
    await until(() => stream.ended)
  })

  test('ends within five seconds with the session it belongs to', async ({ assert }) => {
    const run = await runOf(cast.editor)
    const streams = { here: new PassThrough(), elsewhere: new PassThrough() }
    for (const [id, stream] of Object.entries(streams)) {
      const expires = new Date(Date.now() + 60_000)
      const session = { id, data: '', user_id: String(cast.editor.id), expires_at: expires }
      await db.table('sessions').insert(session)
      watchRun({ user: cast.editor, sessionId: id }, stream.resume(), run)
    }
    await delay(300)
    await changePassword(cast.editor, 'a whole new password', { keep: 'here' })
    await until(() => streams.elsewhere.writableEnded)
    assert.isFalse(streams.here.writableEnded)
    streams.here.destroy()
    await until(() => openStreams() === 0)
  })

  test('ends for who logs out', async ({ assert }) => {
    const run = await runOf(cast.editor)
    const cookie = await logIn(cast.editor)
    const stream = await open(`/jobs/${run.id}/progress`, cookie)
    assert.equal(stream.status, 200)
    await until(() => stream.text.length > 0)
    const page = await fetch(`${base}/jobs`, { headers: { cookie } })
    const token = tokenIn(await page.text())
    await fetch(`${base}/logout`, {
      method: 'POST',
      redirect: 'manual',
      headers: { 'cookie': cookiesOf(page), 'x-csrf-token': token },
    })
    await until(() => stream.ended)
  })
})
