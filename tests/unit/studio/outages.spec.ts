import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { DateTime } from 'luxon'
import library from '#config/library'
import orders from '#config/orders'
import { closeDecoder } from '#library/decoding/decoder'
import { beginWaiting } from '#studio/engine/beginning'
import { submit } from '#studio/engine/submitting'
import type Order from '#studio/models/order'
import OrderAttempt from '#studio/models/order_attempt'
import OrderItem from '#studio/models/order_item'
import type ProviderCredential from '#studio/models/provider_credential'
import { cancelOrder } from '#studio/ordering/cancelling'
import { placeOrder } from '#studio/ordering/placing'
import { retryFailed } from '#studio/ordering/retrying'
import { failing } from '#tests/fakes/behaviours'
import { type Peer, peers, type RunningPeer } from '#tests/fakes/peers'
import { createCast } from '#tests/helpers/cast'
import { emptyDataFolders, emptyTables } from '#tests/helpers/database'
import { accountAt, createStudioProject, draftAt, workOff } from '#tests/helpers/orders'

const named = (name: string) => peers.find((peer) => peer.name === name)!
const fal = named('fal')
const replicate = named('replicate')

/** What is paid for outlasts that the worker, the network or the database was away. */
test.group('An order through an outage', (group) => {
  let fake: RunningPeer
  let account: ProviderCredential
  let order: Order
  group.each.timeout(60_000)
  group.each.setup(async () => {
    await emptyTables()
    await emptyDataFolders()
    const before = { ...orders }
    return async () => {
      Object.assign(orders, before)
      await healed()
      await fake.server.stop()
    }
  })
  group.teardown(closeDecoder)

  async function place(peer: Peer, outcome: RunningPeer['jobs']['outcomes'][number] = 'succeeds') {
    const { editor } = await createCast()
    fake = await peer.start()
    fake.jobs.outcomes.push(outcome)
    account = await accountAt(peer, fake)
    const project = await createStudioProject(editor)
    order = await placeOrder(await draftAt(peer, account, project, editor))
  }
  const untilRunning = () => workOff(order, () => (fake.jobs.all[0]?.looks ?? 0) > 1)
  const away = (hours: number) =>
    db
      .from('order_attempts')
      .update({ accepted_at: DateTime.now().minus({ hours }).toSQL({ includeOffset: false }) })
  const failureCode = async () => {
    const item = await OrderItem.firstOrFail()
    return item.error?.code
  }
  const chargedTimes = async () => {
    const entries = await db.from('ledger_entries').where('kind', 'settle')
    return entries.length
  }

  test('what was finished while the worker was off is fetched, however long that was', async ({
    assert,
  }) => {
    await place(fal)
    await untilRunning()
    await away(30 * 24)
    await workOff(order)

    assert.equal(order.state, 'succeeded')
    assert.lengthOf(fake.server.requestsTo(/cancel$/), 0)
  })

  test('what still runs after the longest time is cancelled, and says so', async ({ assert }) => {
    await place(fal, 'stays_running')
    await untilRunning()
    await away(7)
    await workOff(order)

    assert.equal(order.state, 'failed')
    assert.equal(await failureCode(), 'timeout')
    assert.lengthOf(fake.server.requestsTo(/cancel$/), 1)
  })

  test('what cannot be cancelled any more is asked about once more, and kept', async ({
    assert,
  }) => {
    await place(fal, 'stays_running')
    await untilRunning()
    await away(7)
    fake.server.misbehave(/cancel$/, {
      is: 'answer',
      answer: { status: 400, json: { status: 'ALREADY_COMPLETED' } },
    })
    await workOff(order, () => fake.server.requestsTo(/cancel$/).length > 0)
    fake.jobs.all[0].outcome = 'succeeds'
    await workOff(order)

    assert.equal(order.state, 'succeeded')
  })

  test('a job that was at work when it was cancelled may have cost its price', async ({
    assert,
  }) => {
    await place(fal, 'stays_running')
    await untilRunning()
    await cancelOrder(order)
    await workOff(order)

    assert.equal(order.state, 'cancelled')
    assert.equal(await chargedTimes(), 1)
  })

  test('a job that had not begun when it was cancelled cost nothing', async ({ assert }) => {
    await place(fal, 'stays_queued')
    fake.server.misbehave(/cancel$/, {
      is: 'answer',
      answer: { status: 200, json: { status: 'OK' } },
    })
    await workOff(order, () => (fake.jobs.all[0]?.looks ?? 0) > 1)
    await cancelOrder(order)
    await workOff(order)

    assert.equal(order.state, 'cancelled')
    assert.equal(await chargedTimes(), 0)
  })

  test('a verdict over a paid job is believed when it is said twice', async ({ assert }) => {
    await place(fal)
    fake.server.misbehave(fal.polling, failing(403))
    await workOff(order)
    assert.equal(order.state, 'succeeded')
  })

  test('a verdict that is said again ends it', async ({ assert }) => {
    await place(fal)
    fake.server.misbehave(fal.polling, failing(404), failing(404))
    await workOff(order)

    assert.equal(order.state, 'failed')
    assert.equal(await failureCode(), 'lost')
  })

  test('a result is fetched although its host was away for long', async ({ assert }) => {
    await place(fal)
    fake.server.misbehave(/^GET \/files/, ...Array(30).fill(failing(500)))
    await workOff(order)

    assert.equal(order.state, 'succeeded')
  })

  test('a result whose host does not come back has failed at last', async ({ assert }) => {
    orders.mostDownloads = 3
    await place(fal)
    fake.server.misbehave(/^GET \/files/, ...Array(30).fill(failing(500)))
    await workOff(order)

    assert.equal(order.state, 'failed')
    assert.equal(await failureCode(), 'provider_internal')
  })

  test('a result that was made and never arrived is fetched again before it is paid for again', async ({
    assert,
  }) => {
    const { mostDownloads } = orders
    orders.mostDownloads = 2
    await place(fal)
    fake.server.misbehave(/^GET \/files/, ...Array(4).fill(failing(500)))
    await workOff(order)
    assert.equal(order.state, 'failed')

    orders.mostDownloads = mostDownloads
    assert.equal(await retryFailed(order), 1)
    await workOff(order)
    assert.equal(order.state, 'succeeded')
    assert.equal(fake.server.paidPosts, 1)
    assert.equal(await chargedTimes(), 1)
  })

  test('a full disk is no verdict over a result', async ({ assert }) => {
    const { diskReserve } = library
    orders.mostDownloads = 1
    await place(fal)
    await workOff(order, () => fake.jobs.all[0]?.looks === 2)
    library.diskReserve = Number.MAX_SAFE_INTEGER
    await workOff(order, () => fake.server.requestsTo(/^GET \/files/).length > 3)
    library.diskReserve = diskReserve
    await workOff(order)

    assert.equal(order.state, 'succeeded')
  })

  test('an address that ran out is asked for anew until somebody answers', async ({ assert }) => {
    await place(replicate)
    const output = [0, 1].map((number) => `${fake.server.url}/files/fresh-${number}.png`)
    const fresh = { status: 'succeeded', output, completed_at: new Date().toISOString() }
    const usual = Array(3).fill({ is: 'slow', milliseconds: 0 })
    const renewed = Array(2).fill({ is: 'answer', answer: { json: fresh } })
    fake.server.misbehave(/^GET \/files\/(?!fresh)/, ...Array(9).fill(failing(404)))
    fake.server.misbehave(replicate.polling, ...usual, failing(401), failing(401), ...renewed)
    await workOff(order)

    assert.equal(order.state, 'succeeded')
    assert.lengthOf(fake.server.requestsTo(/^GET \/files\/fresh/), 2)
  })

  test('an answer that holds the pictures outlasts a database that cannot be written', async ({
    assert,
  }) => {
    await place(named('openai, pictures'))
    await db.rawQuery(refusing('UPDATE OF external_id ON order_attempts', '1'))
    await workOff(order, () => fake.server.paidPosts > 0 && Boolean(setTimeout(healed, 200)))
    await workOff(order)

    assert.equal(order.state, 'succeeded')
    assert.equal(fake.server.paidPosts, 1)
  })

  test('an answer is kept although nobody could note how the account is', async ({ assert }) => {
    await place(named('openai, pictures'))
    await db.table('provider_limits').insert({ ...failedOnce, credential_id: account.id })
    await db.rawQuery(refusing('INSERT ON provider_limits', 'NEW.failures = 0'))
    await workOff(order)

    assert.equal(order.state, 'succeeded')
  })

  test('a fault of our own is not told as the words of the provider', async ({ assert }) => {
    await place(fal)
    await db.rawQuery(refusing('UPDATE OF external_id ON order_attempts', '1'))
    orders.mostAccepts = 0
    await workOff(order, () => fake.server.paidPosts > 0)

    const { error } = await OrderAttempt.firstOrFail()
    assert.equal(error?.code, 'internal')
    assert.notMatch(JSON.stringify(error), /busy|update/i)
  })

  test('an order cancelled just before it is sent is not sent', async ({ assert }) => {
    await place(fal)
    const [attempt] = await beginWaiting(1)
    await cancelOrder(order)
    await submit(attempt, new AbortController().signal)

    await order.refresh()
    assert.equal(order.state, 'cancelled')
    assert.equal(fake.server.paidPosts, 0)
  })

  test('orders of an account that was refused and then removed come to their end', async ({
    assert,
  }) => {
    await place(fal)
    await account.merge({ state: 'refused', removedAt: DateTime.now() }).save()
    await workOff(order)

    assert.equal(order.state, 'failed')
    assert.equal(await failureCode(), 'auth')
  })

  test('nothing is looked for at an account that was removed', async ({ assert }) => {
    await place(fal)
    orders.settleTime = 60_000
    fake.server.misbehave(fal.submitting, { is: 'reset', accepted: false })
    await workOff(order, () => fake.server.paidPosts > 0)
    await account.merge({ removedAt: DateTime.now() }).save()
    await workOff(order)

    assert.equal(order.state, 'failed')
    assert.equal(await failureCode(), 'lost')
  })
})

const failedOnce = {
  ...{ tokens: 1, refilled_at: 0, paused_until: 0, failures: 1 },
  ...{ first_failure_at: 0, opened_at: 0, last_error: null },
}

/** A trigger that keeps what fits from being written, as a busy database does. */
const refusing = (what: string, when: string) =>
  `CREATE TRIGGER refusing BEFORE ${what} WHEN ${when} BEGIN SELECT RAISE(ABORT, 'busy'); END`

const healed = () => db.rawQuery('DROP TRIGGER IF EXISTS refusing').exec()
