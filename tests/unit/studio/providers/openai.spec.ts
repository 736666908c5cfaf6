import { existsSync, readFileSync } from 'node:fs'
import { test } from '@japa/runner'
import { openai } from '#studio/providers/openai'
import { answering, faultOf } from '#tests/fakes/answering'

const picture = { json: { created: 1, data: [{ b64_json: 'iVBORw0KGgo=' }] } }
const parameters = { prompt: 'a fox' }
const order = { model: { ref: 'gpt-image-1' }, parameters, attemptKey: 'our-key', timeLimit: 600 }
const recorded = '../shared/provider-specs/fixtures/sd-server'
const inline = 'data:image/png;base64,AAEC'

test.group('OpenAI and what speaks like it', () => {
  test('an order to {dialect} with a picture to work from')
    .with([
      { dialect: 'openai', path: '/images/edits', sent: null },
      { dialect: 'custom', path: '/images/edits', sent: null },
      { dialect: 'sd-server', path: '/images/edits', sent: null },
      {
        dialect: 'openrouter',
        path: '/images',
        sent: { input_references: [{ type: 'image_url', image_url: { url: inline } }] },
      },
      {
        dialect: 'together',
        path: '/images/generations',
        sent: { image_url: inline, response_format: 'base64' },
      },
    ])
    .run(async ({ assert }, { dialect, path, sent: expected }) => {
      const { context, sent } = answering({ dialect, baseUrl: 'https://provider.test/v1' }, picture)
      const { snapshot } = await openai.submit(context, {
        ...order,
        parameters: { ...parameters, image: [inline] },
      })

      assert.equal(snapshot.state, 'succeeded')
      assert.equal(sent[0].url, `https://provider.test/v1${path}`)
      if (expected) return assert.deepInclude(sent[0].json as object, expected)
      const form = sent[0].body as FormData
      const file = form.get('image[]') as File
      assert.deepEqual([form.get('model'), form.get('prompt')], ['gpt-image-1', 'a fox'])
      assert.deepEqual([file.type, file.size], ['image/png', 3])
    })

  test('stable-diffusion.cpp reads seed, steps and guidance from the end of the prompt', async ({
    assert,
  }) => {
    const { context, sent } = answering({ dialect: 'sd-server', secret: '' }, picture)
    const own = { prompt: 'a fox', seed: 7, steps: 20, cfg_scale: 4.5, size: '64x64' }
    await openai.submit(context, { ...order, parameters: own })
    const { prompt, ...rest } = sent[0].json as Record<string, string>
    const [, words, extra] = /^(.*)<sd_cpp_extra_args>(.*)<\/sd_cpp_extra_args>$/.exec(prompt)!

    assert.equal(words, 'a fox')
    assert.deepEqual(JSON.parse(extra), {
      seed: 7,
      sample_params: { sample_steps: 20, guidance: { txt_cfg: 4.5 } },
    })
    assert.deepEqual(rest, { model: 'gpt-image-1', size: '64x64' } as never)
    assert.notProperty(sent[0].headers, 'authorization')
  })

  test('DALL·E is asked for the picture itself, and nothing is sent that a model does not know', async ({
    assert,
  }) => {
    const { context, sent } = answering({}, picture, picture)
    await openai.submit(context, { ...order, model: { ref: 'dall-e-3' } })
    await openai.submit(context, order)

    assert.deepEqual(sent[0].json, {
      model: 'dall-e-3',
      prompt: 'a fox',
      response_format: 'b64_json',
    })
    assert.deepEqual(sent[1].json, { model: 'gpt-image-1', prompt: 'a fox' })
    assert.equal(sent[1].maxBytes, 96_000_000)
    assert.equal(sent[1].timeoutMs, 600_000)
  })

  test('what it refuses: {code}')
    .with([
      {
        code: 'content_policy',
        status: 400,
        error: { message: 'No.', code: 'moderation_blocked' },
      },
      { code: 'content_policy', status: 400, error: { message: 'Rejected by our safety system.' } },
      {
        code: 'insufficient_funds',
        status: 429,
        error: { message: 'Quota', code: 'insufficient_quota' },
      },
      {
        code: 'rate_limited',
        status: 429,
        error: { message: 'Slow down', code: 'rate_limit_exceeded' },
      },
      { code: 'auth', status: 401, error: { message: 'Bad key', code: 'invalid_api_key' } },
      { code: 'validation', status: 400, error: 'width and height must be positive' },
      {
        code: 'validation',
        status: 400,
        error: { message: 'Bad', param: 'size', code: 'invalid_value' },
      },
    ])
    .run(async ({ assert }, { code, status, error }) => {
      const { context } = answering({}, { status, json: { error } })
      const fault = await faultOf(openai.submit(context, order))

      assert.equal(fault.code, code)
      assert.equal(fault.retry, code === 'rate_limited' ? 'later' : 'never')
      if (typeof error === 'object' && error.param) assert.equal(fault.fields?.[0].name, 'size')
    })

  test('OpenRouter tells the price, OpenAI the tokens', async ({ assert }) => {
    const costOf = async (dialect: string, usage: object) => {
      const { context } = answering({ dialect }, { json: { ...picture.json, usage } })
      const { snapshot } = await openai.submit(context, order)
      return snapshot.cost
    }

    assert.deepEqual(await costOf('openrouter', { cost: 0.04 }), {
      amount: '0.040000',
      currency: 'USD',
      kind: 'actual',
    })
    assert.deepEqual(await costOf('openai', { total_tokens: 100 }), {
      amount: '100',
      currency: 'TOKENS',
      kind: 'actual',
    })
  })

  test('OpenRouter says which fields a model takes, and its films lie behind the key', async ({
    assert,
  }) => {
    const seedream = {
      id: 'bytedance-seed/seedream-4.5',
      supported_parameters: {
        resolution: { type: 'enum', values: ['1K', '2K'] },
        n: { type: 'range', min: 1, max: 4 },
      },
    }
    const veo = { id: 'google/veo-3.1', name: 'Veo 3.1', supported_durations: [4, 6] }
    const settings = { dialect: 'openrouter', baseUrl: 'https://openrouter.ai/api/v1' }
    const { context, sent } = answering(
      settings,
      { json: { data: [seedream] } },
      { json: { data: [veo] } },
      { json: { data: [seedream] } },
      { json: { id: 'job-1', status: 'pending' } },
      {
        json: { id: 'job-1', status: 'completed', unsigned_urls: ['x', 'y'], usage: { cost: 0.5 } },
      }
    )
    const { models } = await openai.listModels(context, {})
    const { parameters: specs } = await openai.describeModel(context, { ref: seedream.id })
    const film = { ...order, model: { ref: models[1].ref } }
    const { reference } = await openai.submit(context, film)
    const { outputs, cost } = await openai.poll(context, reference)

    assert.deepEqual(
      models.map(({ ref, modality }) => [ref, modality]),
      [
        [seedream.id, 'text_to_image'],
        ['video/google/veo-3.1', 'text_to_video'],
      ]
    )
    assert.sameMembers(
      specs.map(({ name }) => name),
      ['prompt', 'resolution', 'n']
    )
    assert.deepInclude(sent[3].json as object, { model: veo.id })
    assert.deepEqual(
      outputs!.map(({ source }) => source),
      [0, 1].map((index) => ({
        url: `https://openrouter.ai/api/v1/videos/job-1/content?index=${index}`,
        authorized: true,
      }))
    )
    assert.equal(cost?.amount, '0.500000')
  })

  test('a genuine sd-server: recorded models, pictures and complaints are understood', async ({
    assert,
  }) => {
    const read = (name: string) => JSON.parse(readFileSync(`${recorded}/${name}`, 'utf8'))
    const images = read('openai-images.json')
    images.data[0].b64_json = readFileSync(`${recorded}/sample.png`).toString('base64')
    const { status, error } = read('openai-error.json')
    const settings = { dialect: 'sd-server', secret: '', baseUrl: 'http://127.0.0.1:1234/v1' }
    const { context } = answering(
      settings,
      { json: read('openai-models.json') },
      { json: images },
      { status, json: { error } }
    )
    const { models } = await openai.listModels(context, {})
    const { snapshot } = await openai.submit(context, order)
    const fault = await faultOf(openai.submit(context, order))
    const { source, mime } = snapshot.outputs![0]

    assert.deepEqual(
      models.map(({ ref }) => ref),
      ['sd-cpp-local']
    )
    assert.equal(mime, 'image/png')
    assert.deepEqual('bytes' in source && source.bytes, readFileSync(`${recorded}/sample.png`))
    assert.include(fault, { code: 'validation', providerMessage: 'prompt required', charged: 'no' })
  }).skip(!existsSync(recorded), 'The recorded exchanges are not here (../shared/provider-specs).')
})
