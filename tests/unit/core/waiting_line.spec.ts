import { setTimeout as delay } from 'node:timers/promises'
import { test } from '@japa/runner'
import { createLine } from '#core/waiting_line'

test.group('A waiting line', () => {
  test('lets so many in at once, and the next as one leaves, in the order they came', async ({
    assert,
  }) => {
    const line = createLine({ atOnce: 2, patience: 1_000, longest: 10 })
    const entered: number[] = []
    const come = async (number: number) => (await line.enter()) && entered.push(number)

    const all = [1, 2, 3, 4].map(come)
    await delay(0)
    assert.deepEqual(entered, [1, 2])

    line.leave()
    await delay(0)
    assert.deepEqual(entered, [1, 2, 3])

    line.leave()
    await Promise.all(all)
    assert.deepEqual(entered, [1, 2, 3, 4])
  })

  test('turns away whom the wait became too long, and gives their place to nobody', async ({
    assert,
  }) => {
    const line = createLine({ atOnce: 1, patience: 20, longest: 10 })
    assert.isTrue(await line.enter())
    assert.isFalse(await line.enter())

    line.leave()

    assert.isTrue(await line.enter())
    assert.isFalse(await line.enter())
  })

  test('turns away at once where enough wait', async ({ assert }) => {
    const line = createLine({ atOnce: 1, patience: 60_000, longest: 1 })
    await line.enter()
    const waiting = line.enter()

    assert.isFalse(await line.enter())

    line.leave()
    assert.isTrue(await waiting)
  })
})
