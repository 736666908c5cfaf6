import { existsSync, readFileSync } from 'node:fs'
import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { closeDecoder } from '#library/decoding/decoder'
import type Order from '#studio/models/order'
import { cancelOrder } from '#studio/ordering/cancelling'
import { placeOrder } from '#studio/ordering/placing'
import { frameReader } from '#studio/providers/comfyui/watching'
import type { FakeComfyUI } from '#tests/fakes/comfyui'
import { peers, type RunningPeer } from '#tests/fakes/peers'
import { createCast } from '#tests/helpers/cast'
import { emptyDataFolders, emptyTables } from '#tests/helpers/database'
import { accountAt, createStudioProject, draftAt, workOff } from '#tests/helpers/orders'

const recording = '../shared/provider-specs/fixtures/comfyui-0.3.64/happy.json'

test.group('How far an order is', (group) => {
  let fake: RunningPeer
  group.each.timeout(30_000)
  group.each.setup(async () => {
    await emptyTables()
    await emptyDataFolders()
    return () => fake?.server.stop()
  })
  group.teardown(closeDecoder)

  /** An order that stays at work over there until the test says otherwise. */
  async function place(name: string): Promise<Order> {
    const { editor } = await createCast()
    const peer = peers.find((each) => each.name === name)!
    fake = await peer.start()
    fake.jobs.outcomes.push('stays_running')
    const account = await accountAt(peer, fake)
    const project = await createStudioProject(editor)
    return placeOrder(await draftAt(peer, account, project, editor))
  }
  const attempt = () => db.from('order_attempts').firstOrFail()
  const progress = async () => {
    const row = await attempt()
    return Number(row.progress)
  }
  const logged = (line: string) =>
    noted(async () => {
      const row = await attempt()
      return row.log_tail === line
    })
  const finish = () => (fake.jobs.all[0].outcome = 'succeeds')
  /** Works on while something is done over there as soon as it is so far. */
  async function meanwhile(order: Order, when: () => Promise<boolean>, act: () => unknown) {
    let acted = false
    const timer = setInterval(async () => {
      if (acted || !(await when())) return
      acted = true
      await act()
    }, 20)
    await workOff(order).finally(() => clearInterval(timer))
  }

  test('of ComfyUI is heard at its socket, and what ends there is fetched', async ({ assert }) => {
    const order = await place('comfyui')
    const server = () => fake.server as FakeComfyUI
    const seen: number[] = []
    const tellOf = async () => {
      const [{ id, input }] = fake.jobs.all
      const tell = (type: string, data: object) =>
        server().tell(input.client_id, type, { prompt_id: id, ...data })
      tell('execution_cached', { nodes: ['4'] })
      tell('executing', { node: '6' })
      tell('executing', { node: '3' })
      await logged('Node 3')
      tell('progress', { node: '3', value: 10, max: 20 })
      await logged('Node 3: 10 of 20')
      seen.push(await progress())
      finish()
      tell('execution_success', {})
    }
    await meanwhile(order, async () => server().listeners.length > 0, tellOf)

    assert.equal(order.state, 'succeeded')
    /** One of six nodes done, half of another; a seventh was there already. */
    assert.closeTo(seen[0], 1.5 / 6, 0.001)
    await noted(async () => server().listeners.length === 0)
  })

  test('of A1111 is asked while its answer is out', async ({ assert }) => {
    const order = await place('a1111')
    await meanwhile(order, async () => (await progress()) >= 0.3, finish)

    assert.equal(order.state, 'succeeded')
    assert.equal(await progress(), 1)
    assert.equal(fake.server.paidPosts, 1)
  })

  test('A1111 is told to stop what was cancelled while it works, and what is half made is no result', async ({
    assert,
  }) => {
    const order = await place('a1111')
    const isAtWork = async () => (await progress()) > 0
    await meanwhile(order, isAtWork, () => cancelOrder(order))

    assert.equal(order.state, 'cancelled')
    assert.lengthOf(fake.server.requestsTo(/interrupt$/), 1)
    assert.isEmpty(await db.from('products'))
  })

  test('A1111 is told to stop what was cancelled while it waited there as soon as it runs', async ({
    assert,
  }) => {
    const order = await place('a1111')
    const json = { active: false, queued: true, completed: false, progress: null }
    const waits = Array.from({ length: 20 }, () => ({ is: 'answer' as const, answer: { json } }))
    fake.server.misbehave(/internal\/progress$/, ...waits)
    const isLookedAt = async () => fake.server.requestsTo(/internal\/progress$/).length > 0
    await meanwhile(order, isLookedAt, () => cancelOrder(order))

    assert.equal(order.state, 'cancelled')
    assert.lengthOf(fake.server.requestsTo(/interrupt$/), 1)
  })

  test('is read from what a genuine ComfyUI said', ({ assert }) => {
    const { ws, post, history } = JSON.parse(readFileSync(recording, 'utf8'))
    const id = post.body.prompt_id
    const read = frameReader(id, Object.keys(history.prompt[2]).length)
    const heard = ws
      .filter(({ type }: any) => type)
      .map((frame: any) => read(JSON.stringify(frame)))
    const told = heard.filter(Boolean).map((each: any) => each.progress ?? null)

    const numbers = told.filter((part: number | null) => part !== null)
    assert.deepEqual(numbers, [...numbers].sort())
    assert.isAbove(numbers.at(-1), 0.4)
    assert.isTrue(heard.filter(Boolean).at(-1).isOver)
  }).skip(!existsSync(recording), 'the recording is not on this machine')
})

async function noted(is: () => Promise<boolean>) {
  const end = Date.now() + 5_000
  while (!(await is())) {
    if (Date.now() > end) throw new Error('It is not so yet')
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}
