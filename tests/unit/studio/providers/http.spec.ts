import { test } from '@japa/runner'
import { requireJson, retryAfter } from '#studio/providers/answers'
import { ProviderError, type ProviderFault } from '#studio/providers/faults'
import { openHttp } from '#studio/providers/http'
import { type Behaviour, failing, redirecting, tooMany } from '#tests/fakes/behaviours'
import { FakeServer } from '#tests/fakes/server'

const { signal } = new AbortController()

test.group('The door to providers', (group) => {
  let fake: FakeServer
  const door = () => openHttp({ origins: [fake.url], signal })
  const order = () => ({ method: 'POST' as const, url: `${fake.url}/orders`, json: { a: 1 } })
  const list = () => ({ method: 'GET' as const, url: `${fake.url}/orders/7`, timeoutMs: 200 })

  group.each.setup(async () => {
    fake = await new FakeServer(
      {
        'POST /orders': ({ json }) => ({ status: 201, json: { id: 7, heard: json } }),
        'GET /orders/:id': ({ params }) => ({ json: { id: params.id } }),
        'POST /uploads': ({ headers, body }) => ({
          json: { type: headers['content-type'], size: body.length },
        }),
      },
      /^POST \/orders$/
    ).start()
    return () => fake.stop()
  })

  test('a submit brings its answer', async ({ assert }) => {
    const answer = await door().submit(order())

    assert.equal(answer.status, 201)
    assert.deepEqual(answer.json, { id: 7, heard: { a: 1 } })
    assert.isUndefined(fake.requests[0].headers.origin)
  })

  test('whatever becomes of a submit, it is sent once ({is})')
    .with<Behaviour[]>([
      { is: 'reset', accepted: false },
      { is: 'reset', accepted: true },
      { is: 'reset_after_headers' },
      { is: 'half_body' },
      { is: 'stall', accepted: true },
      { is: 'stall_in_body' },
      { is: 'truncated_json' },
    ])
    .run(async ({ assert }, behaviour) => {
      fake.misbehave(/POST/, behaviour)

      const fault = await faultOf(door().submit({ ...order(), timeoutMs: 150 }))

      assert.isTrue(fault.ambiguous)
      assert.equal(fault.charged, 'maybe')
      assert.equal(fault.retry, 'never')
      assert.equal(fake.paidPosts, 1)
    })

  test('an error after a submit is ambiguous where it may have been taken ({0})')
    .with([
      [500, true],
      [502, true],
      [504, true],
      [503, true],
      [408, true],
      [429, false],
      [422, false],
      [401, false],
    ] as const)
    .run(async ({ assert }, [status, ambiguous]) => {
      fake.misbehave(/POST/, failing(status))
      const answer = await door().submit(order())

      const fault = await faultOf(
        Promise.resolve().then(() => requireJson(answer, { submitted: true }))
      )

      assert.equal(fault.ambiguous ?? false, ambiguous)
      assert.equal(fault.charged, ambiguous ? 'maybe' : 'no')
      assert.equal(fake.paidPosts, 1)
    })

  test('a page of a proxy is no answer', async ({ assert }) => {
    fake.misbehave(/POST/, { is: 'wrong_type' })
    const answer = await door().submit(order())

    const fault = await faultOf(
      Promise.resolve().then(() => requireJson(answer, { submitted: true }))
    )

    assert.isTrue(fault.ambiguous)
    assert.notInclude(fault.providerMessage, 'Sign in')
  })

  test('where nobody listens nothing was sent, and it may be sent again', async ({ assert }) => {
    const http = door()
    const request = order()
    await fake.stop()

    const fault = await faultOf(http.submit(request))

    assert.containSubset(fault, { code: 'network', retry: 'later', charged: 'no' })
    assert.isUndefined(fault.ambiguous)
  })

  test('a read is tried again ({is})')
    .with<Behaviour[]>([
      { is: 'reset', accepted: false },
      { is: 'half_body' },
      { is: 'stall', accepted: false },
      { is: 'truncated_json' },
      tooMany(),
      tooMany('0'),
      failing(500),
    ])
    .run(async ({ assert }, behaviour) => {
      fake.misbehave(/GET/, behaviour, behaviour)

      const answer = await door().read(list())

      assert.deepEqual(answer.json, { id: '7' })
      assert.lengthOf(fake.requests, 3)
    })

  test('a read gives up in the end, and waits for no long pause', async ({ assert }) => {
    fake.misbehave(/GET/, failing(), failing(), failing(), failing())
    const last = await door().read(list())
    assert.equal(last.status, 500)
    assert.lengthOf(fake.requests, 4)

    fake.misbehave(/GET/, tooMany('120'))
    const answer = await door().read(list())

    assert.lengthOf(fake.requests, 5)
    const fault = await faultOf(Promise.resolve().then(() => requireJson(answer)))
    assert.containSubset(fault, { code: 'rate_limited', retry: 'later', retryAfterMs: 120_000 })
  })

  test('no redirect is followed, and no other address asked', async ({ assert }) => {
    fake.misbehave(/GET/, redirecting('http://169.254.169.254/latest'))
    const answer = await door().read(list())
    assert.equal(answer.status, 302)
    assert.lengthOf(fake.requests, 1)

    const fault = await faultOf(door().submit({ ...order(), url: 'http://127.0.0.1:1/orders' }))

    assert.containSubset(fault, { code: 'address_refused', retry: 'never' })
    assert.isUndefined(fault.ambiguous)
  })

  test('an answer has a largest size', async ({ assert }) => {
    const fault = await faultOf(door().read({ ...list(), maxBytes: 5 }))

    assert.equal(fault.code, 'output_too_large')
    assert.lengthOf(fake.requests, 1)
  })

  test('files go as a form', async ({ assert }) => {
    const body = new FormData()
    body.set('image', new File([Buffer.alloc(1000)], 'a.png'))

    const answer = await door().submit({ method: 'POST', url: `${fake.url}/uploads`, body })

    assert.match(answer.json.type, /^multipart\/form-data; boundary=/)
    assert.isAbove(answer.json.size, 1000)
  })

  test('a pause is seconds or a date, and no longer than a quarter of an hour', ({ assert }) => {
    const now = new Date('2026-11-21T12:00:00Z')
    const pause = (value: string) => retryAfter({ headers: { 'retry-after': value } }, now)

    assert.equal(pause('2'), 2000)
    assert.equal(pause('Sat, 21 Nov 2026 12:00:30 GMT'), 30_000)
    assert.equal(pause('Sat, 21 Nov 2026 11:00:00 GMT'), 0)
    assert.equal(pause('86400'), 900_000)
    assert.isUndefined(pause('soon'))
  })
})

async function faultOf(asking: Promise<unknown>): Promise<ProviderFault> {
  try {
    await asking
  } catch (error) {
    if (error instanceof ProviderError) return error.fault
    throw error
  }
  throw new Error('It did not fail')
}
