import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { closeDecoder } from '#library/decoding/decoder'
import type Order from '#studio/models/order'
import { placeOrder } from '#studio/ordering/placing'
import { type Behaviour, failing, redirecting, tooMany } from '#tests/fakes/behaviours'
import { type Peer, peers, type RunningPeer } from '#tests/fakes/peers'
import { type Cast, createCast } from '#tests/helpers/cast'
import { emptyDataFolders, emptyTables } from '#tests/helpers/database'
import { accountAt, createStudioProject, draftAt, workOff } from '#tests/helpers/orders'

/** What has to become of an order: made, or failed with this code. */
type End = 'made' | string

interface Case {
  name: string
  at: 'submitting' | 'polling' | 'fetching'
  meets: Behaviour[]
  end: (peer: Peer) => End
}

const made = () => 'made'
/** The machine took it, and its answer got lost. */
const found = ({ synchronous }: Peer) => (synchronous ? 'lost' : 'made')
/** The machine did not take it: sent again where that is certain. */
const resent = ({ certain }: Peer) => (certain ? 'made' : 'lost')

const cases: Case[] = [
  {
    name: 'a reset before it was taken',
    at: 'submitting',
    meets: [{ is: 'reset', accepted: false }],
    end: resent,
  },
  {
    name: 'a reset after it was taken',
    at: 'submitting',
    meets: [{ is: 'reset', accepted: true }],
    end: found,
  },
  { name: 'half an answer', at: 'submitting', meets: [{ is: 'half_body' }], end: found },
  { name: 'an answer cut off', at: 'submitting', meets: [{ is: 'truncated_json' }], end: found },
  { name: 'the page of a proxy', at: 'submitting', meets: [{ is: 'wrong_type' }], end: found },
  { name: 'too many, with a time', at: 'submitting', meets: [tooMany('1')], end: made },
  { name: 'too many, without', at: 'submitting', meets: [tooMany(), tooMany()], end: made },
  { name: 'an internal error', at: 'submitting', meets: [failing(500)], end: resent },
  { name: 'not available', at: 'submitting', meets: [failing(503)], end: resent },
  {
    name: 'not available after it was taken',
    at: 'submitting',
    meets: [{ is: 'answer', answer: { status: 503, body: 'Bad gateway' }, accepted: true }],
    end: found,
  },
  { name: 'internal errors', at: 'polling', meets: Array(5).fill(failing(500)), end: made },
  {
    name: 'resets',
    at: 'polling',
    meets: Array(5).fill({ is: 'reset', accepted: true }),
    end: made,
  },
  { name: 'half an answer', at: 'polling', meets: [{ is: 'half_body' }], end: made },
  { name: 'the page of a proxy', at: 'polling', meets: [{ is: 'wrong_type' }], end: made },
  { name: 'half a picture', at: 'fetching', meets: [{ is: 'half_body' }], end: made },
  { name: 'an internal error', at: 'fetching', meets: [failing(500)], end: made },
  {
    name: 'nothing any more',
    at: 'fetching',
    meets: Array(20).fill(failing(404)),
    end: () => 'output_expired',
  },
  {
    name: 'the page of a proxy',
    at: 'fetching',
    meets: Array(9).fill({ is: 'wrong_type' }),
    end: () => 'output_invalid',
  },
  {
    name: 'a way to a private address',
    at: 'fetching',
    meets: Array(9).fill(redirecting('http://169.254.169.254/')),
    end: () => 'address_refused',
  },
]

/** Each time everything is tried of one that lists its jobs, and what costs money of one of each other kind. */
const always = ['civitai', 'openai, pictures']
const tried = peers.filter(({ name }, at) => process.env.DEEP || at === 0 || always.includes(name))
const triedWith = (peer: Peer) =>
  process.env.DEEP || peer === peers[0]
    ? cases
    : cases.filter(({ end }) => end === found || end === resent)

test.group('An order over a bad network', (group) => {
  let cast: Cast
  group.each.timeout(60_000)
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

const routeOf = (peer: Peer, at: Case['at']) =>
  at === 'fetching' ? /^GET \/(files|view|media)|\/content$/ : peer[at]

async function endOf(order: Order): Promise<End> {
  const item = await db.from('order_items').where('order_id', order.id).firstOrFail()
  return item.state === 'succeeded' ? 'made' : JSON.parse(item.error).code
}
