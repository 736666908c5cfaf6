import { createHash, generateKeyPairSync, sign, type KeyObject } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@japa/runner'
import { fal } from '#studio/providers/fal'
import { requestUrl } from '#studio/providers/fal/addresses'
import { falOutputs } from '#studio/providers/fal/outputs'
import type { Json } from '#studio/providers/shapes'
import { answering, faultOf } from '#tests/fakes/answering'

const flux = { ref: 'fal-ai/flux/dev' }
const order = { model: flux, parameters: { prompt: 'a fox' }, attemptKey: 'key', timeLimit: 600 }
const reference = { externalId: 'abc', modelRef: flux.ref }

test.group('fal', () => {
  test('what it refuses: {code}')
    .with([
      { code: 'content_policy', status: 422, json: complaint('content_policy_violation') },
      { code: 'content_policy', status: 422, json: complaint('no_media_generated') },
      { code: 'input_media', status: 422, json: complaint('image_too_large') },
      { code: 'validation', status: 422, json: complaint('greater_than') },
      { code: 'auth', status: 401, json: { detail: 'Invalid key' } },
      { code: 'auth', status: 403, json: { detail: 'Cannot access application fal-ai/flux' } },
      {
        code: 'insufficient_funds',
        status: 403,
        json: { detail: 'User is locked. Exhausted balance.' },
      },
      { code: 'permission', status: 403, json: { detail: 'Not for you' } },
      { code: 'model_not_found', status: 404, json: { detail: 'Application not found' } },
      {
        code: 'model_unavailable',
        status: 503,
        json: { detail: '-', error_type: 'runner_scheduling_failure' },
      },
    ] as const)
    .run(async ({ assert }, { code, status, json }) => {
      const { context } = answering({}, { status, json })
      const fault = await faultOf(fal.submit(context, order))

      assert.equal(fault.code, code)
      assert.equal(fault.charged, 'no')
      assert.isNotTrue(fault.ambiguous)
    })

  test('a 503 that is not in its words may have come after it took the order', async ({
    assert,
  }) => {
    const { context } = answering({}, { status: 503, json: { message: 'no healthy upstream' } })
    const fault = await faultOf(fal.submit(context, order))

    assert.isTrue(fault.ambiguous)
    assert.equal(fault.charged, 'maybe')
  })

  test('a complaint about a parameter stands at its field', async ({ assert }) => {
    const json = {
      detail: [{ loc: ['body', 'loras', 0, 'path'], msg: 'too long', type: 'string_too_long' }],
    }
    const { context } = answering({}, { status: 422, json })
    const { fields } = await faultOf(fal.submit(context, order))

    assert.deepEqual(fields, [{ name: 'loras.0.path', message: 'too long' }])
  })

  test('requests are asked for by owner and app, and by no other path', ({ assert }) => {
    const { context } = answering({ baseUrl: 'https://queue.fal.run' })
    const url = (modelRef: string) => requestUrl(context, { externalId: 'a/b', modelRef })

    assert.equal(url('fal-ai/flux/dev'), 'https://queue.fal.run/fal-ai/flux/requests/a%2Fb')
    assert.equal(
      url('workflows/ada/mine'),
      'https://queue.fal.run/workflows/ada/mine/requests/a%2Fb'
    )
    for (const wrong of ['flux', '../secrets/x', 'fal-ai/../../x', 'fal-ai//x', 'fal-ai/x?y', '']) {
      assert.throws(() => url(wrong), /named like/)
    }
  })

  test('an order names its limit and the life of its files', async ({ assert }) => {
    const { context, sent } = answering({}, { json: { request_id: 'abc', queue_position: 3 } })
    const webhookUrl = 'https://home.test/webhooks/fal/token'
    const { snapshot } = await fal.submit(context, { ...order, webhookUrl })

    assert.deepEqual(snapshot, { state: 'queued', queuePosition: 3 })
    assert.equal(sent[0].headers?.['x-fal-request-timeout'], '600')
    assert.equal(new URL(sent[0].url).searchParams.get('fal_webhook'), webhookUrl)
  })

  test('an acceptance without a number is looked for', async ({ assert }) => {
    const { context } = answering({}, { json: { status: 'IN_QUEUE' } })

    const fault = await faultOf(fal.submit(context, order))
    assert.isTrue(fault.ambiguous)
  })

  test('a result that is gone, and one that cannot be read yet', async ({ assert }) => {
    const done = { json: { status: 'COMPLETED' } }
    const gone = answering({}, done, { status: 404, json: { detail: 'gone' } })
    const { error } = await fal.poll(gone.context, reference)
    const broken = answering({}, done, { status: 502 })

    assert.equal(error?.code, 'output_expired')
    const fault = await faultOf(fal.poll(broken.context, reference))
    assert.equal(fault.retry, 'later')
  })

  test('files are found whatever a model calls them, and blackened ones withheld', ({ assert }) => {
    const urls = (result: Record<string, Json>) =>
      falOutputs(result).map(({ source }) => ('url' in source ? source.url : ''))
    const [shown, hidden] = falOutputs({
      images: [{ url: 'https://fal.media/1' }, { url: 'https://fal.media/2' }],
      has_nsfw_concepts: [false, true],
      seed: 7,
    })

    assert.deepEqual(urls({ video: { url: 'v' }, seed: 1 }), ['v'])
    assert.deepEqual(urls({ audio_file: { url: 'a' } }), ['a'])
    assert.deepEqual(urls({ model_mesh: { url: 'm' }, parts: [{ url: 'p' }] }), ['m', 'p'])
    assert.deepEqual(falOutputs({ images: [{ url: 'data:image/png;base64,AAEC' }] })[0].source, {
      bytes: Buffer.from([0, 1, 2]),
    })
    assert.deepEqual([shown.seed, shown.blocked], ['7', undefined])
    assert.match(hidden.blocked!, /withheld/)
  })

  test('a price: {unit} make {amount}')
    .with([
      { unit: 'images', parameters: { num_images: 3 }, amount: '0.075000' },
      { unit: 'megapixels', parameters: { image_size: 'square_hd' }, amount: '0.050000' },
      {
        unit: 'megapixels',
        parameters: { image_size: { width: 1000, height: 1000 }, num_images: 2 },
        amount: '0.050000',
      },
      { unit: 'megapixels', parameters: { num_images: 4 }, amount: '0.100000' },
      { unit: 'seconds', parameters: { duration: '5' }, amount: '0.125000' },
      { unit: 'compute seconds', parameters: {}, amount: null },
    ])
    .run(async ({ assert }, { unit, parameters, amount }) => {
      const prices = [{ endpoint_id: flux.ref, unit_price: 0.025, unit, currency: 'USD' }]
      const baseUrl = `https://${unit.replaceAll(' ', '-')}-${amount}.test`
      const { context } = answering({ baseUrl }, { json: { prices } })
      const cost = await fal.estimate!(context, {
        model: flux,
        parameters: parameters as Record<string, Json>,
      })

      assert.deepEqual(cost, amount && { amount, currency: 'USD', kind: 'estimate' })
    })

  test('a new key of fal is fetched when a signature asks for it, and not more than every five minutes', async ({
    assert,
  }) => {
    const [before, after] = [generateKeyPairSync('ed25519'), generateKeyPairSync('ed25519')]
    const published = ({ publicKey }: typeof before) => ({
      json: { keys: [publicKey.export({ format: 'jwk' })] },
    })
    let now = new Date('2026-01-01T00:00:00Z')
    const settings = { baseUrl: 'https://new-key.test', now: () => now }
    const { context, sent } = answering(settings, published(before), published(after))
    const hear = (pair: typeof before) =>
      fal.verifyWebhook!(context, signedBy(pair.privateKey, now))

    await hear(before)
    now = new Date('2026-01-01T00:02:00Z')
    const early = await faultOf(hear(after))
    now = new Date('2026-01-01T00:06:00Z')
    const { externalId } = await hear(after)

    assert.equal(early.code, 'auth')
    assert.equal(externalId, 'abc')
    assert.lengthOf(sent, 2)
  })

  test('small pictures travel in the order, larger ones without the key through the storage', async ({
    assert,
    cleanup,
  }) => {
    const folder = await mkdtemp(join(tmpdir(), 'fal-'))
    cleanup(() => rm(folder, { recursive: true }))
    const path = join(folder, 'a.png')
    await writeFile(path, Buffer.alloc(300_000))
    const place = { upload_url: 'https://v3.fal.media/put', file_url: 'https://v3.fal.media/a.png' }
    const { context, sent } = answering({}, { json: place }, { status: 200 })
    const file = { path, mime: 'image/png', fileName: 'a.png' }

    const small = await fal.prepareInput!(context, { ...file, size: 3 })
    assert.match(String(small), /^data:image\/png;base64,/)
    assert.equal(await fal.prepareInput!(context, { ...file, size: 300_000 }), place.file_url)
    assert.equal(sent[1].url, place.upload_url)
    assert.notProperty(sent[1].headers, 'authorization')
    const fault = await faultOf(fal.prepareInput!(context, { ...file, size: 100 * 1024 * 1024 }))
    assert.equal(fault.code, 'input_media')
  })
})

function signedBy(key: KeyObject, at: Date) {
  const rawBody = Buffer.from(JSON.stringify({ request_id: 'abc', status: 'OK' }))
  const timestamp = String(at.getTime() / 1000)
  const hash = createHash('sha256').update(rawBody).digest('hex')
  const message = Buffer.from(['abc', 'ada', timestamp, hash].join('\n'))
  const headers = {
    'x-fal-webhook-request-id': 'abc',
    'x-fal-webhook-user-id': 'ada',
    'x-fal-webhook-timestamp': timestamp,
    'x-fal-webhook-signature': sign(null, message, key).toString('hex'),
  }
  return { headers, rawBody, token: '' }
}

function complaint(type: string) {
  return { detail: [{ loc: ['body', 'prompt'], msg: 'No.', type }] }
}
