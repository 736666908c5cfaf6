import { existsSync, readFileSync } from 'node:fs'
import { test } from '@japa/runner'
import { parametersFromObjectInfo } from '#studio/forms/object_info'
import type { Binding, Json } from '#studio/providers/shapes'

const recorded = new URL(
  '../../../../../shared/provider-specs/fixtures/comfyui-0.3.64/',
  import.meta.url
)
const absent = !existsSync(recorded)
const read = (name: string) => JSON.parse(readFileSync(new URL(name, recorded), 'utf8'))

const bind = (parameter: string, node: string, input = parameter): Binding => ({
  parameter,
  node,
  input,
})

const workflow: Json = {
  3: { class_type: 'KSampler', inputs: { seed: 5, steps: 3, cfg: 7, model: ['4', 0] } },
  6: { class_type: 'CLIPTextEncode', inputs: { text: 'a cat', clip: ['4', 1] } },
}

test.group('Forms | parameters of a ComfyUI graph', () => {
  test('types and bounds are the server’s, the defaults the graph’s', ({ assert }) => {
    const objectInfo = {
      ...read('object_info.KSampler.json'),
      ...read('object_info.CLIPTextEncode.json'),
    }
    const bindings = [bind('prompt', '6', 'text'), bind('steps', '3'), bind('seed', '3')]

    const [prompt, steps, seed] = parametersFromObjectInfo(workflow, objectInfo, [
      ...bindings,
      bind('steps', '3'),
    ])

    assert.containSubset(prompt, { type: 'longtext', default: 'a cat', role: 'prompt' })
    assert.containSubset(steps, { type: 'integer', minimum: 1, maximum: 10000, default: 3 })
    assert.containSubset(seed, { type: 'seed', maximum: Number.MAX_SAFE_INTEGER, role: 'seed' })
    assert.notProperty(seed, 'default')
  }).skip(absent, 'shared/provider-specs is not here')

  test('choices are enums in the old way to say it and in the new', ({ assert }) => {
    for (const input of [
      [['euler', 'lcm'], {}],
      ['COMBO', { options: ['euler', 'lcm'] }],
    ]) {
      const info = { KSampler: { input: { required: { sampler_name: input } } } }
      const [sampler] = parametersFromObjectInfo(workflow, info, [bind('sampler_name', '3')])
      assert.containSubset(sampler, {
        type: 'enum',
        options: [{ value: 'euler' }, { value: 'lcm' }],
      })
    }
  })

  test('a picture that can be uploaded is a file', ({ assert }) => {
    const info = {
      LoadImage: { input: { required: { image: [['a.png'], { image_upload: true }] } } },
    }
    const graph = { 1: { class_type: 'LoadImage', inputs: { image: 'a.png' } } }

    const [image] = parametersFromObjectInfo(graph, info, [bind('image', '1')])

    assert.containSubset(image, { type: 'file', role: 'image', varyable: false })
  })

  test('without a server the graph’s own values tell the types', ({ assert }) => {
    const types = parametersFromObjectInfo(workflow, {}, [
      bind('prompt', '6', 'text'),
      bind('seed', '3'),
      bind('steps', '3'),
      bind('cfg', '3'),
    ]).map(({ type }) => type)

    assert.deepEqual(types, ['longtext', 'seed', 'integer', 'number'])
  })
})
