import { existsSync, readFileSync } from 'node:fs'
import { test } from '@japa/runner'
import { proposeBindings } from '#studio/catalog/proposing_bindings'
import { readWorkflow } from '#studio/catalog/workflows'
import type { Json } from '#studio/providers/shapes'

const recorded = new URL(
  '../../../../../shared/provider-specs/fixtures/comfyui-0.3.64/ksampler-txt2img.json',
  import.meta.url
)
const absent = !existsSync(recorded)

const node = (class_type: string, inputs: Record<string, Json>) => ({ class_type, inputs })

/** “parameter=node.input” of what is proposed for a graph. */
const proposed = (graph: Json) =>
  proposeBindings(readWorkflow(JSON.stringify(graph))).map(
    (bound) => `${bound.parameter}=${bound.node}.${bound.input}`
  )

/** What a person is told who pasted this. */
function refusal(text: string): string {
  try {
    readWorkflow(text)
  } catch (error) {
    return (error as { messages: { message: string }[] }).messages[0].message
  }
  return ''
}

test.group('Forms | ComfyUI workflows', () => {
  test('only the API format is taken, and the way to it is told', ({ assert }) => {
    assert.match(refusal('{'), /not JSON/)
    assert.match(refusal('{"nodes": [], "links": []}'), /File → Export \(API\)/)
    assert.match(refusal('{"3": {"inputs": {}}}'), /no workflow of ComfyUI/)
    assert.match(refusal('[]'), /no workflow of ComfyUI/)
    assert.match(refusal('{}'), /no workflow of ComfyUI/)
    assert.match(refusal(`"${'x'.repeat(2_100_000)}"`), /too large/)
  })

  test('a recorded text-to-image graph gets all its parameters', ({ assert }) => {
    const { graph } = JSON.parse(readFileSync(recorded, 'utf8'))

    assert.sameMembers(proposed(graph), [
      'prompt=6.text',
      'negative_prompt=7.text',
      'seed=3.seed',
      'steps=3.steps',
      'cfg=3.cfg',
      'sampler_name=3.sampler_name',
      'scheduler=3.scheduler',
      'denoise=3.denoise',
      'checkpoint=4.ckpt_name',
      'width=5.width',
      'height=5.height',
      'batch_size=5.batch_size',
    ])
    assert.sameMembers(proposed({ prompt: graph, client_id: 'x' }), proposed(graph))
  }).skip(absent, 'shared/provider-specs is not here')

  test('prompts are found behind what stands between, not by their order', ({ assert }) => {
    const graph = {
      1: node('CLIPTextEncode', { text: 'ugly' }),
      2: node('CLIPTextEncode', { text: 'a fox' }),
      3: node('FluxGuidance', { guidance: 3.5, conditioning: ['2', 0] }),
      4: node('ControlNetApplyAdvanced', { positive: ['3', 0], negative: ['1', 0] }),
      5: node('KSampler', { seed: 1, positive: ['4', 0], negative: ['4', 1] }),
    }

    assert.includeMembers(proposed(graph), [
      'prompt=2.text',
      'negative_prompt=1.text',
      'guidance=3.guidance',
    ])
  })

  test('a text made by a node of its own is bound where it is written', ({ assert }) => {
    const graph = {
      1: node('PrimitiveString', { value: 'a fox' }),
      2: node('CLIPTextEncode', { text: ['1', 0] }),
      3: node('BasicGuider', { conditioning: ['2', 0] }),
      4: node('RandomNoise', { noise_seed: 7 }),
    }

    assert.sameMembers(proposed(graph), ['prompt=1.value', 'seed=4.noise_seed'])
  })

  test('two samplers share the seed and nothing else; a linked input is no parameter', ({
    assert,
  }) => {
    const graph = {
      1: node('KSampler', { seed: 1, steps: 20, denoise: 1 }),
      2: node('KSampler', { seed: 1, steps: 10, denoise: ['9', 0] }),
      3: node('LoadImage', { image: 'a.png' }),
      4: node('LoadImage', { image: 'b.png' }),
    }

    assert.sameMembers(proposed(graph), [
      'seed=1.seed',
      'seed=2.seed',
      'steps=1.steps',
      'steps_2=2.steps',
      'denoise=1.denoise',
      'image=3.image',
      'image_2=4.image',
    ])
  })

  test('links in a circle lead nowhere', ({ assert }) => {
    const graph = {
      1: node('A', { conditioning: ['2', 0] }),
      2: node('B', { conditioning: ['1', 0] }),
    }

    assert.deepEqual(proposed(graph), [])
  })

  test('placeholders become parameters, and the names of files stay', ({ assert }) => {
    const { workflow, placeholders } = readWorkflow(
      JSON.stringify({
        1: node('CLIPTextEncode', { text: '%Subject%' }),
        2: node('CLIPTextEncode', { text: '{{ mood }}' }),
        3: node('SaveImage', { filename_prefix: '%date:yyyy%/fox' }),
        4: node('SaveImage', { filename_prefix: '%date%' }),
      })
    )

    assert.deepEqual(placeholders, [
      { parameter: 'subject', node: '1', input: 'text' },
      { parameter: 'mood', node: '2', input: 'text' },
    ])
    assert.deepEqual(workflow['1'], node('CLIPTextEncode', { text: '' }))
    assert.deepEqual(workflow['4'], node('SaveImage', { filename_prefix: '%date%' }))
  })

  test('a placeholder keeps its name where another would be proposed', ({ assert }) => {
    const graph = {
      1: node('CLIPTextEncode', { text: '{{subject}}' }),
      2: node('KSampler', { positive: ['1', 0], seed: 1 }),
    }

    assert.deepEqual(proposed(graph), ['subject=1.text', 'seed=2.seed'])
  })
})
