import { existsSync, readFileSync } from 'node:fs'
import { test } from '@japa/runner'
import { storeCredential, contextFor } from '#studio/credentials'
import { a1111 } from '#studio/providers/a1111'
import { comfyui } from '#studio/providers/comfyui'
import { ProviderError } from '#studio/providers/faults'
import type { Submission } from '#studio/providers/shapes'
import { FakeComfyUI } from '#tests/fakes/comfyui'
import { contextOf, peers } from '#tests/fakes/peers'
import { FakeServer, type Routes } from '#tests/fakes/server'

const folder = '../shared/provider-specs/fixtures'
const absent = !existsSync(folder)
const why = `${folder} is not there`
const recorded = (name: string) => JSON.parse(readFileSync(`${folder}/${name}`, 'utf8'))
const comfy = (name: string) => recorded(`comfyui-0.3.64/${name}.json`)
const bindings = [{ parameter: 'steps', node: '1', input: 'steps' }]
const { signal } = new AbortController()

test.group('What genuine servers answered', (group) => {
  let server: FakeServer
  group.each.teardown(() => server?.stop())

  async function answering(routes: Routes, provider = 'comfyui') {
    server = await new FakeServer(routes, /^POST \/(prompt|sdapi)/).start()
    return contextFor(
      await storeCredential(provider, { label: 'Recorded', baseUrl: server.url }),
      signal
    )
  }
  const submission = (workflow: any): Submission => ({
    model: { ref: 'recorded', workflow, bindings },
    parameters: { steps: 4 },
    attemptKey: 'acf34453-d646-4c60-8010-2aa7f4c680f4',
    timeLimit: 60,
  })

  test('a graph is taken and ends with its picture ({$self})')
    .with(['happy', 'happyff', 'cached', 'ksampler-txt2img'])
    .run(async ({ assert }, name) => {
      const { history } = comfy(name)
      const [, id, graph] = history.prompt
      const context = await answering({
        'POST /prompt': () => ({ json: { prompt_id: id, number: 0, node_errors: {} } }),
        'GET /history/:id': () => ({ json: { [id]: history } }),
      })

      const { reference } = await comfyui.submit(context, submission(graph))
      const snapshot = await comfyui.poll(context, reference)

      assert.equal(reference.externalId, id)
      assert.equal(snapshot.state, 'succeeded')
      const saved = Object.values<any>(history.outputs).flatMap(({ images }) => images)
      assert.deepEqual(
        snapshot.outputs!.map(({ source }) =>
          new URL((source as { url: string }).url).searchParams.get('filename')
        ),
        saved.map(({ filename }) => filename)
      )
    })
    .skip(absent, why)

  test('a graph that failed and one that was stopped say so', async ({ assert }) => {
    for (const [name, state, code] of [
      ['execution_error', 'failed', 'out_of_memory'],
      ['cancel', 'cancelled', undefined],
    ] as const) {
      const { history } = comfy(name)
      const [, id] = history.prompt
      const context = await answering({ 'GET /history/:id': () => ({ json: { [id]: history } }) })

      const snapshot = await comfyui.poll(context, { externalId: id, modelRef: 'recorded' })

      assert.equal(snapshot.state, state)
      assert.equal(snapshot.error?.code, code)
      assert.notInclude(snapshot.error?.providerMessage ?? '', 'Traceback')
      await server.stop()
    }
  }).skip(absent, why)

  test('what waits and what runs is read from the queue', async ({ assert }) => {
    const { body } = comfy('queue_sample')
    const context = await answering({
      'GET /history/:id': () => ({ json: {} }),
      'GET /history': () => ({ json: {} }),
      'GET /queue': () => ({ json: body }),
    })
    const [, id] = body.queue_running[0]

    const running = await comfyui.poll(context, { externalId: id, modelRef: 'recorded' })
    const found = await comfyui.reconcile(context, {
      ...submission({}),
      attemptKey: id,
      sentAt: new Date(),
    })

    assert.equal(running.state, 'running')
    assert.containSubset(found, { found: { externalId: id, modelRef: 'recorded' } })
  }).skip(absent, why)

  test('a refusal names the parameters ({$self})')
    .with(['bad_values', 'missing_node', 'no_outputs', 'no_prompt', 'bad_ckpt'])
    .run(async ({ assert }, name) => {
      const { status, body } = comfy('errors')[name]
      const context = await answering({ 'POST /prompt': () => ({ status, json: body }) })

      const error = await comfyui.submit(context, submission({})).catch((failure) => failure)

      assert.instanceOf(error, ProviderError)
      assert.containSubset(error.fault, { code: 'validation', charged: 'no', retry: 'never' })
      assert.include(error.fault.providerMessage, body.error.message)
      if (name === 'bad_values') assert.equal(error.fault.fields[0].name, 'steps')
    })
    .skip(absent, why)

  test('the fake answers in the same shape', async ({ assert }) => {
    const peer = peers.find(({ name }) => name === 'comfyui')!
    const running = await peer.start()
    server = running.server
    const context = contextOf(peer, running)
    const { reference } = await comfyui.submit(context, {
      ...submission(undefined),
      ...peer.request,
    })
    const ask = async (path: string): Promise<any> => {
      const headers = { authorization: `Bearer ${running.secret}` }
      return fetch(`${running.baseUrl}${path}`, { headers }).then((answer) => answer.json())
    }
    const waiting = await ask('/queue')
    for (let look = 0; look < 3; look++) await comfyui.poll(context, reference)
    const ended = await ask(`/history/${reference.externalId}`)

    assert.includeMembers(shapeOf(ended[reference.externalId]), [
      'outputs',
      'prompt',
      'status',
      'meta',
    ])
    const genuine = comfy('happy').history
    assert.deepEqual(shapeOf(ended[reference.externalId]), shapeOf(genuine))
    assert.deepEqual(shapeOf(ended[reference.externalId].status), shapeOf(genuine.status))
    assert.deepEqual(shapeOf(waiting), shapeOf(comfy('queue_sample').body))
    assert.lengthOf(waiting.queue_pending[0], comfy('queue_sample').body.queue_pending[0].length)
  }).skip(absent, why)

  test('sd-server speaks like A1111, as far as it does', async ({ assert }) => {
    const answerOf = (name: string) => () => ({ json: recorded(`sd-server/${name}.json`).body })
    const drawn = recorded('sd-server/sdapi-txt2img.json').body
    const png = readFileSync(`${folder}/sd-server/sample.png`)
    const context = await answering(
      {
        'GET /sdapi/v1/options': answerOf('_sdapi_v1_options'),
        'GET /sdapi/v1/sd-models': answerOf('_sdapi_v1_sd-models'),
        'GET /sdapi/v1/samplers': answerOf('_sdapi_v1_samplers'),
        'GET /sdapi/v1/schedulers': answerOf('_sdapi_v1_schedulers'),
        'POST /sdapi/v1/txt2img': ({ json }) =>
          json.width > 0
            ? { json: { ...drawn, images: [png.toString('base64')] } }
            : { status: 400, json: recorded('sd-server/sdapi-error.json').body },
      },
      'a1111'
    )

    const { version } = await a1111.check(context)
    const { models } = await a1111.listModels(context, { modality: 'text_to_image' })
    const { parameters } = await a1111.describeModel(context, models[0])
    const order = (width: number) =>
      a1111.submit(context, {
        ...submission(undefined),
        model: models[0],
        parameters: { prompt: 'a cat', width, seed: 9 },
      })
    const { snapshot } = await order(64)
    const refusal = await order(0).catch((failure) => failure)
    const lookup = await a1111.reconcile(context, { ...submission(undefined), sentAt: new Date() })

    assert.equal(version, 'random-sd15')
    assert.equal(models[0].ref, 'txt2img/random-sd15')
    const sampler = parameters.find(({ name }) => name === 'sampler_name')
    assert.includeMembers(
      sampler!.options!.map(({ value }) => value),
      ['euler_a', 'dpm++2m']
    )
    assert.deepEqual((snapshot.outputs![0].source as { bytes: Buffer }).bytes, png)
    assert.containSubset(refusal.fault, {
      code: 'validation',
      providerMessage: 'width and height must be positive',
    })
    assert.deepEqual(lookup, { found: null, certain: false })
  }).skip(absent, why)
})

test.group('Pictures for servers in the house', () => {
  test('ComfyUI is given the file under a name of its own, again over itself', async ({
    assert,
  }) => {
    const fake = new FakeComfyUI()
    await fake.start()
    const peer = peers.find(({ name }) => name === 'comfyui')!
    const running = { server: fake, jobs: fake.jobs, secret: fake.key, baseUrl: fake.url }
    const file = { path: 'docs/screenshot.png', mime: 'image/png', fileName: 'fox.png', size: 1 }

    const names = [
      await comfyui.prepareInput!(contextOf(peer, running), file),
      await comfyui.prepareInput!(contextOf(peer, running), file),
    ]

    await fake.stop()
    assert.match(String(names[0]), /^atelier\/[0-9a-f]{16}-fox\.png$/)
    assert.equal(names[0], names[1])
  })

  test('A1111 is given the bytes, if they are not too many', async ({ assert }) => {
    const file = { path: 'docs/screenshot.png', mime: 'image/png', fileName: 'fox.png', size: 1 }

    const picture = await a1111.prepareInput!({} as never, file)
    const error = await a1111.prepareInput!({} as never, { ...file, size: 1e9 }).catch((e) => e)

    assert.match(String(picture), /^data:image\/png;base64,iVBOR/)
    assert.equal(error.fault.code, 'input_media')
  })
})

const shapeOf = (value: object) => Object.keys(value).toSorted()
