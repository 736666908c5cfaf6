import { PassThrough } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'
import { test } from '@japa/runner'
import { openStreams } from '#queue/progress/streams'
import type Order from '#studio/models/order'
import { watchOrder } from '#studio/orders/progress'
import { type Cast, createCast } from '#tests/helpers/cast'
import { emptyTables } from '#tests/helpers/database'
import { createStudioProject } from '#tests/helpers/orders'
import { createOrder } from '#tests/helpers/studio'

const mostUnread = 256 * 1024

test.group('Watchers who do not read', (group) => {
  let cast: Cast
  let order: Order
  group.each.timeout(30_000)
  group.each.setup(async () => {
    await emptyTables()
    cast = await createCast()
    const project = await createStudioProject(cast.editor)
    const running = Array(60).fill({ state: 'running', attempt: { logTail: 'x'.repeat(900) } })
    ;({ order } = await createOrder(project, cast.editor, { state: 'running', items: running }))
  })

  test('neither fill the memory nor hold up who does', async ({ assert }) => {
    const stalled = Array.from({ length: 4 }, () =>
      watching(cast.viewer, ' '.repeat(2 * mostUnread))
    )
    const reading = watching(cast.editor)
    const unread = () => stalled.map((stream) => stream.writableLength + stream.readableLength)
    const before = unread()
    let heard = 0
    reading.on('data', (bytes: Buffer) => (heard += bytes.length))
    for (let round = 1; heard < 5_000; round++) {
      await order.merge({ itemsDone: round }).save()
      await delay(20)
    }
    assert.deepEqual(unread(), before)

    await order.merge({ state: 'succeeded' }).save()
    for (const stream of stalled) stream.destroy()
    while (openStreams() > 0) await delay(50)
    assert.isTrue(reading.writableEnded)
  })

  function watching(user: Cast['viewer'], unread = '') {
    const stream = new PassThrough()
    stream.write(unread)
    watchOrder({ user, sessionId: 'none' }, stream, order)
    return stream
  }
})
