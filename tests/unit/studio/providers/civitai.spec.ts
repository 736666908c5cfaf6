import { test } from '@japa/runner'
import { civitai } from '#studio/providers/civitai'
import { readAir } from '#studio/providers/civitai/air'
import { civitaiOutputs } from '#studio/providers/civitai/outputs'
import { answering, faultOf } from '#tests/fakes/answering'

const model = { ref: 'urn:air:sdxl:checkpoint:civitai:101055@128078' }
const parameters = { prompt: 'a fox', seed: 42 }
const order = { model, parameters, attemptKey: 'our-key', timeLimit: 600 }
const workflow = { id: 'wf_1', status: 'scheduled', steps: [{}] }
const reference = { externalId: 'wf_1', modelRef: model.ref }

test.group('Civitai', () => {
  test('an order has our key, a limit and the engine of its checkpoint', async ({ assert }) => {
    const { context, sent } = answering({}, { status: 202, json: workflow })
    await civitai.submit(context, { ...order, webhookUrl: 'https://home.test/w' })
    const { steps, ...template } = sent[0].json as { steps: object[] }

    assert.deepEqual(template, {
      externalId: 'our-key',
      tags: ['atelier', 'atelier-our-key'],
      currencies: ['blue', 'green', 'yellow'],
      allowMatureContent: false,
      callbacks: [{ url: 'https://home.test/w', type: ['workflow:*'] }],
    })
    assert.deepEqual(steps, [
      {
        $type: 'imageGen',
        name: '0',
        timeout: '00:10:00',
        input: {
          engine: 'sdcpp',
          ecosystem: 'sdxl',
          model: model.ref,
          operation: 'createImage',
          ...parameters,
        },
      },
    ])
  })

  test('asking for the price carries no key, or the order would be answered with the question', async ({
    assert,
  }) => {
    const { context, sent } = answering({}, { json: { ...workflow, cost: { total: 16 } } })
    const cost = await civitai.estimate!(context, { model, parameters })

    assert.deepEqual(cost, { amount: '16', currency: 'BUZZ', kind: 'estimate' })
    assert.include(sent[0].url, 'whatif=true')
    assert.notProperty(sent[0].json, 'externalId')
  })

  test('a picture makes it a variant, and adult content is paid with yellow Buzz', async ({
    assert,
  }) => {
    const { context, sent } = answering({}, { json: workflow })
    const own = {
      ...parameters,
      image: 'https://a.test/a.png',
      strength: 0.4,
      allowMatureContent: true,
    }
    await civitai.submit(context, { ...order, parameters: own })
    const { steps, currencies, allowMatureContent } = sent[0].json as Record<string, any>

    assert.deepEqual([currencies, allowMatureContent], [['yellow'], true])
    assert.deepInclude(steps[0].input, { operation: 'createVariant', strength: 0.4 })
    assert.notProperty(steps[0].input, 'allowMatureContent')
  })

  test('a resource that makes no pictures of its own is refused before anything is sent', async ({
    assert,
  }) => {
    for (const ref of [
      'urn:air:sdxl:lora:civitai:1@2',
      'urn:air:hunyuan:checkpoint:civitai:1@2',
      'x',
    ]) {
      const { context, sent } = answering({})
      const fault = await faultOf(civitai.submit(context, { ...order, model: { ref } }))

      assert.include(fault, { code: 'model_not_found', charged: 'no' })
      assert.isEmpty(sent)
    }
  })

  test('what it refuses: {code}')
    .with([
      {
        code: 'validation',
        status: 400,
        json: { title: 'Bad', errors: { 'steps[0].input.width': ['Too wide.'] } },
      },
      { code: 'insufficient_funds', status: 400, json: { detail: 'Insufficient Buzz balance' } },
      { code: 'insufficient_funds', status: 403, json: 'You have not enough Buzz' },
      { code: 'permission', status: 403, json: 'Forbidden' },
      { code: 'rate_limited', status: 429, json: { title: 'Too Many Requests' } },
    ] as const)
    .run(async ({ assert }, { code, status, json }) => {
      const { context } = answering({}, { status, json })
      const fault = await faultOf(civitai.submit(context, order))

      assert.equal(fault.code, code)
      if (code === 'validation')
        assert.deepEqual(fault.fields, [{ name: 'width', message: 'Too wide.' }])
    })

  test('how a workflow ends: {code}')
    .with([
      { code: 'timeout', status: 'expired', said: '' },
      { code: 'content_policy', status: 'failed', said: 'Prompt blocked' },
      { code: 'model_unavailable', status: 'failed', said: 'No provider available' },
      { code: 'provider_internal', status: 'failed', said: 'Out of luck' },
    ])
    .run(async ({ assert }, { code, status, said }) => {
      const steps = [{ output: { images: [], errors: said ? [said] : null } }]
      const { context } = answering({}, { json: { ...workflow, status, steps } })
      const { state, error } = await civitai.poll(context, reference)

      assert.equal(state, 'failed')
      assert.equal(error?.code, code)
    })

  test('while it waits it tells the place in the queue, and how much of the model is loaded', async ({
    assert,
  }) => {
    const steps = [{ preparation: { queuePosition: 2, progress: 0.42 }, jobs: [] }]
    const { context } = answering({}, { json: { ...workflow, status: 'preparing', steps } })

    assert.deepEqual(await civitai.poll(context, reference), {
      state: 'queued',
      queuePosition: 2,
      logTail: 'Loading the model: 42 %',
    })
  })

  test('what is blocked is withheld, with the reason', ({ assert }) => {
    const url = 'https://image.civitai.com/a.png'
    const outputs = civitaiOutputs({
      images: [
        { type: 'image', id: '1', available: true, url, urlExpiresAt: '2026-01-01T00:00:00Z' },
        { type: 'image', id: '2', available: false, url: null, blockedReason: 'mature' },
        { type: 'image', id: '3', available: false },
      ],
    })

    assert.deepEqual(outputs[0], {
      source: { url, authorized: false },
      expiresAt: new Date('2026-01-01T00:00:00Z'),
    })
    assert.equal(outputs[1].blocked, 'mature')
    assert.match(outputs[2].blocked!, /adult content/)
  })

  test('its messages are unsigned: they name a workflow, or are refused', async ({ assert }) => {
    const { context } = answering({})
    const said = {
      workflowId: 'wf_1',
      status: 'succeeded',
      timestamp: '2026-01-01T00:00:00Z',
      $type: 'workflow',
    }
    const hear = (body: unknown, token = 'token') =>
      civitai.verifyWebhook!(context, {
        headers: {},
        rawBody: Buffer.from(JSON.stringify(body)),
        token,
      })

    const heard = await hear(said)
    assert.equal(heard.externalId, 'wf_1')
    for (const refused of [
      hear({}),
      hear(null),
      hear(said, ''),
      hear({ ...said, workflowId: 7 }),
    ]) {
      const { code } = await faultOf(refused)
      assert.equal(code, 'auth')
    }
  })

  test('names of resources are read with and without what may be left out', ({ assert }) => {
    assert.include(readAir('urn:air:sdxl:checkpoint:civitai:101055@128078.safetensors'), {
      ecosystem: 'sdxl',
      type: 'checkpoint',
      id: '101055',
    })
    assert.include(readAir('sd1:lora:civitai:82098@87153'), { type: 'lora', version: '87153' })
    assert.isNull(readAir('civitai:1@2'))
    assert.isNull(readAir('a fox'))
  })
})
