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
    const stalled = Array.from({ length: 4 }, () => watching(cast.viewer))
    const reading = watching(cast.editor)
    let heard = 0
    reading.on('data', (bytes: Buffer) => (heard += bytes.length))
    for (let round = 1; heard < 3 * mostUnread; round++) {
      await order.merge({ itemsDone: round }).save()
      await delay(20)
    }
    const largest = Math.max(
      ...stalled.map((stream) => stream.writableLength + stream.readableLength)
    )
    assert.isAbove(largest, 0)
    assert.isBelow(largest, 2 * mostUnread)

    await order.merge({ state: 'succeeded' }).save()
    while (openStreams() > 0) await delay(50)
    assert.isTrue(reading.writableEnded)
  })

  function watching(user: Cast['viewer']) {
    const stream = new PassThrough()
    watchOrder({ user, sessionId: 'none' }, stream, order)
    return stream
  }
})
