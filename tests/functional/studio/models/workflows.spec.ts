import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import type ProviderCredential from '#studio/models/provider_credential'
import ProviderModel from '#studio/models/provider_model'
import { storeCredential } from '#studio/credentials'
import { FakeComfyUI } from '#tests/fakes/comfyui'
import { createCast, type Cast } from '#tests/helpers/cast'
import { emptyTables } from '#tests/helpers/database'

const graph = {
  1: { class_type: 'CLIPTextEncode', inputs: { text: 'a fox' }, _meta: { title: 'Words' } },
  2: { class_type: 'KSampler', inputs: { positive: ['1', 0], seed: 7, steps: 20 } },
  3: { class_type: 'SaveImage', inputs: { filename_prefix: 'x' } },
}

test.group('Models | ComfyUI workflows', (group) => {
  let cast: Cast
  let server: FakeComfyUI
  let credential: ProviderCredential

  group.each.setup(async () => {
    await emptyTables()
    cast = await createCast()
    server = new FakeComfyUI()
    await server.start()
    const { url: baseUrl, key: secret } = server
    credential = await storeCredential('comfyui', { label: 'Workshop', baseUrl, secret })
    return () => server.stop()
  })

  const post = (client: ApiClient, path: string, form: Record<string, unknown>) =>
    client.post(path).form(form).loginAs(cast.editor).withCsrfToken().redirects(0)
  const entry = (workflow: string) => ({
    ...{ credentialId: String(credential.id), name: 'Foxes', modality: 'text_to_image', workflow },
  })
  async function enter(client: ApiClient) {
    await post(client, '/models', entry(JSON.stringify(graph)))
    return ProviderModel.findByOrFail('name', 'Foxes')
  }
  const bound = ({ bindings }: ProviderModel) =>
    bindings!.map(({ parameter, node, input }) => `${parameter}=${node}.${input}`)

  test('are pasted, and have a form although ComfyUI is switched off', async ({
    client,
    assert,
  }) => {
    await server.stop()
    const model = await enter(client)

    assert.deepEqual(bound(model), ['prompt=1.text', 'seed=2.seed', 'steps=2.steps'])
    assert.deepEqual(
      model.parameters!.map(({ name, type }) => `${name} ${type}`),
      ['prompt longtext', 'seed seed', 'steps integer']
    )
    const page = await client.get(`/models/${model.id}`).loginAs(cast.viewer)
    page.assertTextIncludes('Steps')
  })

  test('the editor’s own format is refused, with the way to the right one', async ({
    client,
    assert,
  }) => {
    const answer = await post(client, '/models', entry('{"nodes": [], "links": []}'))
    const problems = answer.flashMessages().inputErrorsBag as unknown as { workflow: string[] }

    assert.match(problems.workflow[0], /File → Export \(API\)/)
    assert.isEmpty(await ProviderModel.all())
  })

  test('what is a parameter is anybody’s choice who may edit', async ({ client, assert }) => {
    const model = await enter(client)
    const page = await client.get(`/models/${model.id}/edit`).loginAs(cast.editor)
    page.assertTextIncludes('Parameter for text of Words')
    assert.match(page.text(), /name="bindings\[i0\]" value="prompt"/)
    assert.notMatch(page.text(), /name="bindings\[i3\]" value=/)

    const said = { name: 'Wolves', modality: 'text_to_image', family: 'sdxl' }
    const bindings = { i0: 'subject', i1: '', i2: 'steps', i3: 'prefix' }
    const path = `/models/${model.id}?_method=PUT`
    await post(client, path, { ...said, bindings })
    await model.refresh()

    assert.deepEqual(bound(model), ['subject=1.text', 'steps=2.steps', 'prefix=3.filename_prefix'])
    assert.equal(model.name, 'Wolves')
    assert.isEmpty(model.parameterChanges ?? [])
  })

  test('a graph needs a parameter, and a parameter a plain name', async ({ client, assert }) => {
    const model = await enter(client)
    const said = { name: 'Foxes', modality: 'text_to_image' }
    const path = `/models/${model.id}?_method=PUT`
    const none = await post(client, path, { ...said, bindings: { i0: '' } })
    const odd = await post(client, path, { ...said, bindings: { i0: '<b>' } })

    assert.property(none.flashMessages().inputErrorsBag, 'bindings')
    assert.deepEqual(Object.keys(odd.flashMessages().inputErrorsBag), ['bindings.i0'])
    const page = await client
      .get(`/models/${model.id}/edit`)
      .withFlashMessages(odd.flashMessages())
      .loginAs(cast.editor)
    page.assertTextIncludes('beginning with a letter')
    await model.refresh()
    assert.lengthOf(model.bindings!, 3)
  })
})
