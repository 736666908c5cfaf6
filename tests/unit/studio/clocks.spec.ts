import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { closeDecoder } from '#library/decoding/decoder'
import type Order from '#studio/models/order'
import { placeOrder } from '#studio/ordering/placing'
import { tooMany } from '#tests/fakes/behaviours'
import { peers, type RunningPeer } from '#tests/fakes/peers'
import { createCast } from '#tests/helpers/cast'
import { emptyDataFolders, emptyTables } from '#tests/helpers/database'
import { accountAt, createStudioProject, draftAt, workOff } from '#tests/helpers/orders'

const [fal] = peers
const hours = 3_600_000

/** What the clock of the machine is put forward or back by, what was noted lies behind or ahead by. */
test.group('An order while the clock is set', (group) => {
  let fake: RunningPeer
  let order: Order
  group.each.timeout(30_000)
  group.each.setup(async () => {
    await emptyTables()
    await emptyDataFolders()
    const { editor } = await createCast()
    const project = await createStudioProject(editor)
    fake = await fal.start()
    const account = await accountAt(fal, fake)
    order = await placeOrder(await draftAt(fal, account, project, editor))
    return () => fake.server.stop()
  })
  group.teardown(closeDecoder)

  const put = (milliseconds: number) => async () => {
    const shifted = (column: string) => db.raw(`${column} - ${milliseconds}`)
    await db.from('order_attempts').update({
      due_at: shifted('due_at'),
      lease_until: db.raw(`max(0, lease_until - ${milliseconds})`),
    })
    const limits = ['refilled_at', 'paused_until', 'first_failure_at', 'opened_at']
    await db
      .from('provider_limits')
      .where('paused_until', '>', 0)
      .update(Object.fromEntries(limits.map((column) => [column, shifted(column)])))
  }

  test('put back by a day, what waits does not wait for a day', async ({ assert }) => {
    await put(-24 * hours)()
    await workOff(order)
    assert.equal(order.state, 'succeeded')
  })

  test('put back by a day, what is under way is looked at', async ({ assert }) => {
    await workOff(order, () => (fake.jobs.all[0]?.looks ?? 0) > 1)
    await db.from('order_attempts').update({ lease_owner: null, lease_until: 0 })
    await put(-24 * hours)()
    await workOff(order)
    assert.equal(order.state, 'succeeded')
    assert.equal(fake.server.paidPosts, 1)
  })

  test('put back by a day, a pause ends', async ({ assert }) => {
    fake.server.misbehave(fal.submitting, tooMany('600'))
    await workOff(order, () => fake.server.paidPosts > 0)
    await db.from('order_attempts').update({ lease_owner: null, lease_until: 0 })
    await put(-24 * hours)()
    await workOff(order)
    assert.equal(order.state, 'succeeded')
  })

  test('put forward by hours while it is being sent, it is sent once', async ({ assert }) => {
    fake.server.misbehave(fal.submitting, { is: 'slow', milliseconds: 800 })
    await workOff(
      order,
      () => fake.server.paidPosts > 0 && Boolean(setTimeout(put(5 * hours), 100))
    )
    await workOff(order)
    assert.equal(order.state, 'succeeded')
    assert.equal(fake.server.paidPosts, 1)
  })
})
