import { readdir, readFile } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'
import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import { closeDecoder } from '#library/decoding/decoder'
import { recoverFileOperations } from '#library/importing/placing'
import type Order from '#studio/models/order'
import { placeOrder } from '#studio/ordering/placing'
import { retryFailed } from '#studio/ordering/retrying'
import { peers, type RunningPeer } from '#tests/fakes/peers'
import { createCast } from '#tests/helpers/cast'
import { emptyDataFolders, emptyTables } from '#tests/helpers/database'
import { assertStored, codeOf, killedAt, startChild } from '#tests/helpers/killing_orders'
import {
  canTell,
  elsewhere,
  isCancelledWhileRunning,
  lonely,
  lossesOf,
  others,
  steps,
  stepsOf,
} from '#tests/helpers/order_steps'
import {
  accountAt,
  createStudioProject,
  draftAt,
  untilOrder,
  whileWorking,
  workOff,
} from '#tests/helpers/orders'

const { DEEP } = process.env
const repeats = DEEP ? 25 : 1
const times = DEEP ? '25 times' : 'once'
/** Each time one that lists its jobs, one that knows our numbers and one whose answer holds the pictures. */
const each = ['fal', 'civitai', 'openai, pictures']
const tried = peers.filter(({ name }) => DEEP || each.includes(name))

test('The killed orders know every fail point there is', async ({ assert }) => {
  const named = new Set<string>()
  for (const folder of ['studio/engine', 'studio/ordering', 'library/importing']) {
    for (const name of await readdir(app.makePath('app', folder))) {
      const source = await readFile(app.makePath('app', folder, name), 'utf8')
      for (const [, point] of source.matchAll(/failpoint\('(.+?)'\)/g)) named.add(point)
    }
  }
  assert.sameMembers([...named], [...steps, ...lonely, ...others, ...elsewhere])
})

for (const peer of tried) {
  test.group(`Orders from ${peer.name}, killed`, (group) => {
    let fake: RunningPeer
    let orders: Order[]
    const counted = { orders: 0, made: 0, paid: 0, products: 0 }
    group.each.timeout(3_600_000)
    group.each.setup(async () => () => fake.server.stop())
    group.teardown(closeDecoder)
    group.teardown(() => void (DEEP && console.log(peer.name, counted)))

    test(`at every step at once, ${times}`, async ({ assert }) => {
      const points = stepsOf(peer)
      for (let round = 0; round < repeats; round++) {
        await draft(points.length)
        await killedAt(points, orders, 'place')
        const { lost, unsent } = lossesOf(peer)
        assert.lengthOf(await recovered(), lost + unsent)
        await sendUnsentAgain(unsent)
        await assertAllMade({ lost })
      }
    })

    for (const point of peer === tried[0] || DEEP ? lonely : []) {
      test(`at ${point}, ${times}`, async () => {
        await draft(repeats + 1)
        for (let round = 0; round < repeats; round++) await killedAt([point], orders, 'place')
        await assertSafe(await recovered())
      })
    }

    test('as often as it likes, at any moment', async () => {
      await draft(60)
      for (let round = 0; round < repeats; round++) {
        const child = startChild(orders, 'place')
        await child.working
        await delay(Math.random() * 400)
        await child.kill()
      }
      await assertSafe(await recovered())
    }).skip(!DEEP, 'only with DEEP=1')

    test('what certainly never arrived is sent again, once', async () => {
      await draft(1)
      await killedAt(['order.before_post'], orders, 'place')
      await killedAt(['order.before_resend'], orders)
      await recovered()
      await assertAllMade()
    }).skip(!peer.certain, 'it cannot say so')

    test('what was being cancelled is cancelled', async ({ assert }) => {
      await draft(1)
      fake.jobs.outcomes.push('stays_running')
      await placeOrder(orders[0])
      await workOff(orders[0], () => fake.jobs.all[0]?.looks > 1)
      await killedAt(['order.after_cancel'], orders, 'cancel')
      await workOff(orders[0])

      assert.equal(orders[0].state, 'cancelled')
      assert.equal(fake.server.paidPosts, 1)
    }).skip(!isCancelledWhileRunning(peer), 'it cannot be asked to')

    async function draft(many: number) {
      await fake?.server.stop()
      await emptyTables()
      await emptyDataFolders()
      const { editor } = await createCast()
      const project = await createStudioProject(editor)
      fake = await peer.start()
      const account = await accountAt(peer, fake, { maxInFlight: many })
      orders = []
      for (let number = 10; number < 10 + many; number++) {
        orders.push(await draftAt(peer, account, project, editor, `fox number ${number}`))
      }
    }

    /** What a start after the crash does; answers the orders of which nobody knows what became. */
    async function recovered() {
      await recoverFileOperations()
      for (const order of orders) if (await isDraft(order)) await placeOrder(order)
      await whileWorking(async () => {
        for (const order of orders) await untilOrder(order, undefined, 300_000)
      })
      const codes = await Promise.all(orders.map(codeOf))
      return orders.filter((_order, index) => codes[index] === 'lost')
    }

    /** Nothing was paid for these: whoever ordered them may look at the provider, and try again. */
    async function sendUnsentAgain(expected: number) {
      const unsent = orders.filter((order) => paidFor(order) === 0)
      if (unsent.length !== expected) throw new Error(`${unsent.length} were not sent`)
      for (const order of unsent) {
        await retryFailed(order, { lost: true, confirmed: { billing: true } })
        await workOff(order)
      }
    }

    async function assertAllMade({ lost } = { lost: 0 }) {
      const made = orders.filter(({ state }) => state === 'succeeded')
      if (made.length !== orders.length - lost) throw new Error(`Only ${made.length} were made`)
      const counts = orders.map(paidFor)
      if (counts.some((paid) => paid !== 1)) throw new Error(`Paid ${counts.join()} times`)
      await count()
    }

    /** Of what was being sent just then nobody may know; all else is made, and nothing is paid for twice. */
    async function assertSafe(lost: Order[]) {
      for (const order of orders) {
        const paid = paidFor(order)
        if (paid > 1) throw new Error(`Order ${order.id} was paid for ${paid} times`)
        if (lost.includes(order) && !canTell(peer)) continue
        if (order.state !== 'succeeded' || !paid) throw new Error(`Order ${order.id} was not made`)
      }
      await count()
    }

    async function count() {
      counted.orders += orders.length
      counted.made += orders.filter(({ state }) => state === 'succeeded').length
      counted.paid += fake.server.paidPosts
      counted.products += await assertStored()
    }

    const paidFor = ({ prompt }: Order) =>
      fake.server.paidRequests.filter(({ body }) => body.includes(prompt)).length
  })
}

async function isDraft(order: Order) {
  await order.refresh()
  return order.isDraft
}
