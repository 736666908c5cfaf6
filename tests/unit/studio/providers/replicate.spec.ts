import { test } from '@japa/runner'
import { replicate } from '#studio/providers/replicate'
import { replicateOutputs } from '#studio/providers/replicate/outputs'
import { answering, faultOf } from '#tests/fakes/answering'

const model = { ref: 'black-forest-labs/flux-schnell' }
const order = { model, parameters: { prompt: 'a fox' }, attemptKey: 'key', timeLimit: 90.2 }
const reference = { externalId: 'abc', modelRef: model.ref }
const prediction = {
  id: 'abc',
  model: model.ref,
  version: 'hidden',
  input: {},
  output: null,
  error: null,
}

test.group('Replicate', () => {
  test('how long to wait stands in three places: {expected} ms')
    .with([
      { after: '3', json: { retry_after: 30 }, expected: 3000 },
      {
        after: '',
        json: { detail: 'Request was throttled.', retry_after: 30 },
        expected: 30_000,
      },
      { after: '', json: { detail: 'Your rate limit resets in ~12s.' }, expected: 12_000 },
      { after: '', json: { retry_after: 86_400 }, expected: 900_000 },
    ])
    .run(async ({ assert }, { after, json, expected }) => {
      const headers: Record<string, string> = after ? { 'retry-after': after } : {}
      const { context } = answering({}, { status: 429, headers, json })
      const fault = await faultOf(replicate.submit(context, order))

      assert.include(fault, { code: 'rate_limited', retry: 'later', retryAfterMs: expected })
    })

  test('an order ends on its own, and asks to be told', async ({ assert }) => {
    const { context, sent } = answering(
      {},
      { status: 201, json: { ...prediction, status: 'starting' } }
    )
    await replicate.submit(context, { ...order, webhookUrl: 'https://home.test/w' })

    assert.equal(sent[0].headers?.['cancel-after'], '91s')
    assert.deepInclude(sent[0].json as object, {
      version: model.ref,
      webhook: 'https://home.test/w',
      webhook_events_filter: ['start', 'completed'],
    })
  })

  test('how a prediction ends: {expected}')
    .with([
      { status: 'failed', error: 'E1001: out of memory', expected: 'out_of_memory' },
      { status: 'failed', error: 'NSFW content detected.', expected: 'content_policy' },
      { status: 'failed', error: 'Something (E1000)', expected: 'provider_internal' },
      { status: 'aborted', error: null, expected: 'timeout' },
      { status: 'succeeded', error: null, data_removed: true, expected: 'output_expired' },
      { status: 'succeeded', error: null, output: 'only words', expected: 'output_invalid' },
    ])
    .run(async ({ assert }, { expected, ...said }) => {
      const { context } = answering({}, { json: { ...prediction, ...said } })
      const snapshot = await replicate.poll(context, reference)

      assert.equal(snapshot.state, 'failed')
      assert.deepInclude(snapshot.error!, { code: expected, retry: 'never' })
    })

  test('files are told from words, and only the API gets the key', ({ assert }) => {
    const { context } = answering({ baseUrl: 'https://api.replicate.com/v1' })
    const output = {
      image: 'https://replicate.delivery/a/out.png',
      more: ['https://x.replicate.delivery/b.png', 'https://api.replicate.com/v1/files/1', 'a fox'],
      elsewhere: 'https://evil.test/replicate.delivery',
      plain: 'http://replicate.delivery/c.png',
      inline: 'data:image/png;base64,AAEC',
    }
    const outputs = replicateOutputs(context, output, new Date(0))
    const told = outputs.map(({ source }) =>
      'url' in source ? [source.url, source.authorized] : [...source.bytes]
    )

    assert.deepEqual(told, [
      ['https://replicate.delivery/a/out.png', false],
      ['https://x.replicate.delivery/b.png', false],
      ['https://api.replicate.com/v1/files/1', true],
      [0, 1, 2],
    ])
  })

  test('files are said to be gone an hour after, and seconds to have been spent', async ({
    assert,
  }) => {
    const done = {
      status: 'succeeded',
      output: ['https://replicate.delivery/out.png'],
      completed_at: '2026-01-01T00:00:00Z',
      metrics: { predict_time: 1.25 },
    }
    const { context } = answering({}, { json: { ...prediction, ...done } })
    const { outputs, cost } = await replicate.poll(context, reference)

    assert.equal(outputs![0].expiresAt?.toISOString(), '2026-01-01T01:00:00.000Z')
    assert.deepEqual(cost, { amount: '1.250000', currency: 'SECONDS', kind: 'actual' })
  })

  test('a community model is ordered by its version, an official one by its name', async ({
    assert,
  }) => {
    const listed = { owner: 'ada', name: 'upscaler', latest_version: { id: 'ab'.repeat(32) } }
    const results = [listed, { ...listed, name: 'painter', is_official: true }]
    const { context } = answering(
      {},
      { json: { results, next: 'https://provider.test/models?cursor=c2' } }
    )
    const { models, cursor } = await replicate.listModels(context, {})

    assert.equal(models[0].ref, `ada/upscaler:${'ab'.repeat(32)}`)
    assert.equal(models[0].modality, 'upscale')
    assert.equal(models[1].ref, 'ada/painter')
    assert.equal(cursor, 'c2')
  })
})
