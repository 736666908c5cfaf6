import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import downloads from '#config/downloads'
import orders from '#config/orders'
import providers from '#config/providers'
import { closeDecoder } from '#library/decoding/decoder'
import type Order from '#studio/models/order'
import { placeOrder } from '#studio/ordering/placing'
import { networks, type Place } from '#tests/fakes/networks'
import { type Peer, peers, type RunningPeer } from '#tests/fakes/peers'
import { type Cast, createCast } from '#tests/helpers/cast'
import { emptyDataFolders, emptyTables } from '#tests/helpers/database'
import { accountAt, createStudioProject, draftAt, workOff } from '#tests/helpers/orders'

/** Each time everything is tried of one that lists its jobs, and what costs money of one of each other kind. */
const always = ['civitai', 'openai, pictures']
const tried = peers.filter(({ name }, at) => process.env.DEEP || at === 0 || always.includes(name))
const triedWith = (peer: Peer) =>
  process.env.DEEP || peer === peers[0] ? networks : networks.filter(({ isParting }) => isParting)

test.group('An order over a bad network', (group) => {
  let cast: Cast
  group.each.timeout(60_000)
  group.setup(waitShortly)
  group.each.setup(async () => {
    await emptyTables()
    await emptyDataFolders()
    cast = await createCast()
  })
  group.teardown(closeDecoder)

  for (const peer of tried) {
    for (const { name, at, meets, end } of triedWith(peer)) {
      test(`${peer.name}, ${at} meets ${name}: ${end(peer)}`, async ({ assert }) => {
        const fake = await peer.start()
        fake.server.misbehave(routeOf(peer, at), ...meets)
        const order = await ordered(peer, fake)

        assert.equal(await endOf(order), end(peer))
        assert.isAtMost(fake.jobs.all.length, 1)
        await fake.server.stop()
      }).skip(at !== 'submitting' && Boolean(peer.synchronous), 'all of it is in the answer')
    }
  }

  async function ordered(peer: Peer, fake: RunningPeer) {
    const account = await accountAt(peer, fake)
    const project = await createStudioProject(cast.editor)
    const order = await placeOrder(await draftAt(peer, account, project, cast.editor))
    return workOff(order, undefined, 50_000)
  }
})

/** By the settings, and with real time: what does not answer is waited for a moment, and taken to be too large sooner. */
function waitShortly() {
  const settings = [downloads, orders, providers]
  const before = settings.map((each) => ({ ...each }))
  Object.assign(downloads, { patience: 250, mostBytes: { ...downloads.mostBytes, image: 100_000 } })
  Object.assign(orders, { runLimit: 0.25 })
  Object.assign(providers, { answerTime: 250, acceptTime: 250 })
  return () => settings.forEach((each, index) => Object.assign(each, before[index]))
}

const routeOf = (peer: Peer, at: Place) =>
  at === 'fetching' ? /^GET \/(files|view|media)|\/content$/ : peer[at]

async function endOf(order: Order): Promise<string> {
  const item = await db.from('order_items').where('order_id', order.id).firstOrFail()
  return item.state === 'succeeded' ? 'made' : JSON.parse(item.error).code
}
