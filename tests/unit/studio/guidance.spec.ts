import { test } from '@japa/runner'
import { guidanceFor } from '#studio/guidance'
import { faultCodes } from '#studio/providers/faults'

const circumstances = { provider: 'Replicate', accountUrl: 'https://replicate.com/account' }

test.group('Words for what went wrong', () => {
  test('every fault is told in a sentence ({$self})')
    .with([...faultCodes])
    .run(({ assert }, code) => {
      const { text } = guidanceFor({ code, retry: 'never' }, circumstances)

      assert.match(text, /^[A-Z].*\.$/)
      assert.notMatch(text, /undefined|_/)
    })

  test('it says how long, with what number, and where to go', ({ assert }) => {
    const waiting = guidanceFor(
      { code: 'rate_limited', retry: 'later', retryAfterMs: 6_400 },
      circumstances
    )
    const internal = guidanceFor(
      { code: 'provider_internal', retry: 'later', requestId: 'r-7' },
      circumstances
    )
    const credit = guidanceFor({ code: 'insufficient_funds', retry: 'never' }, circumstances)

    assert.include(waiting.text, 'in 7 s')
    assert.include(internal.text, 'r-7')
    assert.equal(credit.link?.href, 'https://replicate.com/account')
  })
})
