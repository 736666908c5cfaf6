import { test } from '@japa/runner'
import orders from '#config/orders'
import { afterAnswer, bucketSize, type Limits, refilled, whenOpen } from '#studio/limits/bucket'
import type { ProviderFault } from '#studio/providers/faults'

const start = Date.parse('2026-11-21T12:00:00Z')
const pace = { requests_per_second: 2 }
const fresh: Limits = {
  credential_id: 1,
  tokens: bucketSize(pace),
  refilled_at: start,
  paused_until: 0,
  failures: 0,
  first_failure_at: 0,
  opened_at: 0,
  last_error: null,
}
const network: ProviderFault = { code: 'network', retry: 'later' }

function failing(times: number, from = fresh, every = 1_000) {
  let limits = from
  for (let each = 0; each < times; each++)
    limits = afterAnswer(limits, network, start + each * every)
  return limits
}

test.group('Limits of a credential', () => {
  test('tokens come back with the time, and never more than a second brings', ({ assert }) => {
    const empty = { ...fresh, tokens: 0 }

    assert.deepEqual(whenOpen(empty, pace, start), { until: start + 500, reason: 'rate' })
    assert.isNull(whenOpen(refilled(empty, pace, start + 500), pace, start + 500))
    assert.equal(refilled(empty, pace, start + 3_600_000).tokens, 2)
    assert.equal(refilled(empty, pace, start - 3_600_000).tokens, 0)
  })

  test('fewer than one a second still lets one through', ({ assert }) => {
    const slow = { requests_per_second: 0.1 }

    assert.equal(bucketSize(slow), 1)
    assert.deepEqual(whenOpen({ ...fresh, tokens: 0 }, slow, start), {
      until: start + 10_000,
      reason: 'rate',
    })
  })

  test('a pause asked for is kept, also by a good answer to something else', ({ assert }) => {
    const fault: ProviderFault = { code: 'rate_limited', retry: 'later', retryAfterMs: 90_000 }
    const paused = afterAnswer(afterAnswer(fresh, fault, start), null, start + 10)

    assert.deepEqual(whenOpen(paused, pace, start + 10), {
      until: start + 90_000,
      reason: 'paused',
    })
    assert.isNull(whenOpen(paused, pace, start + 90_000))
  })

  test('without one asked for it grows from time to time', ({ assert }) => {
    const fault: ProviderFault = { code: 'rate_limited', retry: 'later' }
    let limits = fresh
    const pauses = Array.from({ length: 8 }, () => {
      limits = afterAnswer({ ...limits, paused_until: 0 }, fault, start)
      return limits.paused_until - start
    })

    const { shortestWait, longestWait } = orders
    assert.isAtLeast(pauses[0], shortestWait)
    assert.isAtMost(pauses[0], 2 * shortestWait)
    assert.isAtLeast(pauses[7], longestWait / 2)
    assert.isAtMost(pauses[7], longestWait)
  })

  test('five failures within a minute stop everything for half a minute', ({ assert }) => {
    const [four, five] = [failing(4), failing(5)]
    const now = start + 4_000

    assert.isNull(whenOpen(four, pace, now))
    assert.deepEqual(whenOpen(five, pace, now), { until: now + 30_000, reason: 'unreachable' })
    assert.isNull(whenOpen(five, pace, now + 30_000))
    assert.isNull(whenOpen(failing(5, fresh, 20_000), pace, start + 80_000))
  })

  test('the one that looks whether it is back decides', ({ assert }) => {
    const open = failing(5)
    const later = start + 60_000

    const back = afterAnswer({ ...open, opened_at: later }, null, later + 10)
    const away = afterAnswer({ ...open, opened_at: later }, network, later + 10)

    assert.isNull(whenOpen(back, pace, later + 10))
    assert.equal(back.failures, 0)
    assert.equal(whenOpen(away, pace, later + 20)?.reason, 'unreachable')
  })

  test('a refusal is an answer: somebody is there', ({ assert }) => {
    const refused = afterAnswer(
      failing(4),
      { code: 'validation', retry: 'never', httpStatus: 422 },
      start
    )

    assert.equal(refused.failures, 0)
  })
})
