import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir, readFile } from 'node:fs/promises'
import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import db from '@adonisjs/lucid/services/db'
import { originalsPath } from '#core/paths'
import { closeDecoder } from '#library/decoding/decoder'
import { sha256Of } from '#library/importing/placing'
import Asset from '#library/models/asset'
import type Order from '#studio/models/order'
import type Project from '#studio/models/project'
import { placeOrder } from '#studio/ordering/placing'
import { retryFailed } from '#studio/ordering/retrying'
import { type Peer, peers, type RunningPeer } from '#tests/fakes/peers'
import { type Cast, createCast } from '#tests/helpers/cast'
import { emptyDataFolders, emptyTables } from '#tests/helpers/database'
import { accountAt, createStudioProject, draftAt, workOff } from '#tests/helpers/orders'

/** Each step of an order from its draft to its product, in their order. */
const points = [
  'order.before_placed',
  'order.after_placed',
  'order.before_submitting',
  'order.submitting',
  'order.before_post',
  'order.after_post',
  'order.after_accepted',
  'order.after_poll',
  'order.after_snapshot',
  'order.after_download',
  'order.after_staged',
  'import.after_intent',
  'import.after_link',
  'import.before_commit',
  'import.after_commit',
  'order.after_stored',
  'order.before_done',
  'order.after_done',
]
/** Each has a test of its own. */
const others = ['order.after_cancel', 'order.before_resend']

const repeats = process.env.DEEP ? 25 : 1
/** Of one alone every step is tried each time. */
const tried = process.env.DEEP ? peers : peers.slice(0, 1)

test.group('An order killed at any step', (group) => {
  let cast: Cast
  let project: Project
  group.each.timeout(3_600_000)
  group.teardown(closeDecoder)

  test('names every fail point there is', async ({ assert }) => {
    const named = new Set<string>()
    for (const folder of ['engine', 'ordering']) {
      const path = app.makePath('app/studio', folder)
      for (const name of await readdir(path)) {
        const source = await readFile(`${path}/${name}`, 'utf8')
        for (const [, point] of source.matchAll(/failpoint\('(.+?)'\)/g)) named.add(point)
      }
    }
    const ours = points.filter((point) => point.startsWith('order.'))
    assert.sameMembers([...named], [...ours, ...others])
  })

  for (const peer of tried) {
    for (const point of pointsOf(peer)) {
      test(`${peer.name}, ${point}: paid once, and everything is in the library`, async ({
        assert,
      }) => {
        for (let round = 0; round < repeats; round++) {
          await anew()
          const { order, fake } = await drafted(peer)
          await killed(order, point, 'place')
          await order.refresh()
          if (order.isDraft) await placeOrder(order)
          await workOff(order)
          if (isLost(peer, point)) await assertLost(order)
          if (isLost(peer, point) && fake.server.paidPosts === 0)
            await retryFailed(order, { lost: true, confirmed: true })
          await workOff(order)

          assert.equal(order.state, isPaidAndLost(peer, point) ? 'failed' : 'succeeded')
          assert.equal(fake.server.paidPosts, 1)
          await assertStored(order)
          await fake.server.stop()
        }
      })
    }

    test(`${peer.name}: what certainly never arrived is sent again, once`, async ({ assert }) => {
      await anew()
      const { order, fake } = await drafted(peer)
      await killed(order, 'order.before_post', 'place')
      await killed(order, 'order.before_resend', '')
      await workOff(order)

      assert.equal(order.state, 'succeeded')
      assert.equal(fake.server.paidPosts, 1)
      await fake.server.stop()
    }).skip(!peer.certain, 'it cannot say so')

    test(`${peer.name}: what was being cancelled is cancelled`, async ({ assert }) => {
      await anew()
      const { order, fake } = await drafted(peer)
      fake.jobs.outcomes.push('stays_running')
      await placeOrder(order)
      await workOff(order, () => fake.jobs.all[0]?.looks > 1)
      await killed(order, 'order.after_cancel', 'cancel')
      await workOff(order)

      assert.equal(order.state, 'cancelled')
      assert.equal(fake.server.paidPosts, 1)
      await fake.server.stop()
    }).skip(
      Boolean(peer.synchronous) || peer.adapter.capabilities.cancel !== 'queued_and_running',
      'it cannot be asked to'
    )
  }

  async function anew() {
    await emptyTables()
    await emptyDataFolders()
    cast = await createCast()
    project = await createStudioProject(cast.editor)
  }

  async function drafted(peer: Peer): Promise<{ order: Order; fake: RunningPeer }> {
    const fake = await peer.start()
    const account = await accountAt(peer, fake)
    return { order: await draftAt(peer, account, project, cast.editor), fake }
  }

  async function assertStored(order: Order) {
    const products = await db.from('products').where('project_id', order.projectId)
    const outputs = await db.from('order_outputs').where('state', 'stored')
    const rows = await db.from('order_outputs').count('* as count')
    if (products.length !== rows[0].count || outputs.length !== products.length) {
      throw new Error(`${products.length} products of ${rows[0].count} outputs`)
    }
    for (const asset of await Asset.query()) {
      const sha256 = await sha256Of(originalsPath(asset.path))
      if (sha256 !== asset.sha256) throw new Error(`Asset ${asset.id} has other bytes`)
    }
  }
})

/** What is answered at once is neither asked for nor fetched later. */
function pointsOf({ synchronous }: Peer) {
  const later = ['order.after_poll', 'order.after_snapshot', 'order.after_download']
  return synchronous ? points.filter((point) => !later.includes(point)) : points
}

/** Of results that are in the answer alone nothing can be had when it is gone: it is not paid for twice. */
const isPaidAndLost = ({ synchronous }: Peer, point: string) =>
  Boolean(synchronous) && point === 'order.after_post'

/** Between the note that it is sent and the sending itself only a provider that knows our numbers can tell. */
const isLost = (peer: Peer, point: string) =>
  isPaidAndLost(peer, point) || (point === 'order.before_post' && !peer.certain)

async function assertLost(order: Order) {
  const item = await db.from('order_items').where('order_id', order.id).firstOrFail()
  if (JSON.parse(item.error)?.code !== 'lost') throw new Error(`Not lost: ${item.error}`)
}

/** A worker in a process of its own, which ends at the fail point. */
async function killed(order: Order, point: string, wish: string) {
  const child = spawn(
    process.execPath,
    ['--import', './bin/typescript.js', 'tests/helpers/order_child.ts', String(order.id), wish],
    {
      cwd: app.makePath(),
      env: { ...process.env, FAILPOINTS: `${point}=kill` },
      stdio: ['ignore', 'ignore', 'inherit'],
    }
  )
  const [, signal] = await once(child, 'exit')
  if (signal !== 'SIGKILL') throw new Error(`${point} was not reached: it ended with ${signal}`)
}
