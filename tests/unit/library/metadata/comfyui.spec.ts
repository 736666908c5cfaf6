import { test } from '@japa/runner'
import { exif, jpeg, png, webp } from '#tests/helpers/files/index'
import { read, readFacts } from '#tests/unit/library/metadata/reads'
import type { Facts } from '#library/metadata/reading'

type Nodes = Record<string, [type: string, inputs: Record<string, unknown>]>

/** A graph in the form ComfyUI executes. */
function graph(nodes: Nodes) {
  return JSON.stringify(
    Object.fromEntries(
      Object.entries(nodes).map(([id, [type, inputs]]) => [id, { class_type: type, inputs }])
    )
  )
}

const loader: Nodes = { 1: ['CheckpointLoaderSimple', { ckpt_name: 'sub/fox.safetensors' }] }
const texts: Nodes = {
  2: ['CLIPTextEncode', { text: 'a fox', clip: ['1', 1] }],
  3: ['CLIPTextEncode', { text: 'bad', clip: ['1', 1] }],
}
const canvas: Nodes = { 4: ['EmptyLatentImage', { width: 832, height: 1216, batch_size: 1 }] }
const settings = {
  seed: 5,
  steps: 20,
  cfg: 7,
  sampler_name: 'euler',
  scheduler: 'karras',
  denoise: 1,
}
const sampler: Nodes = {
  5: [
    'KSampler',
    {
      ...settings,
      model: ['1', 0],
      positive: ['2', 0],
      negative: ['3', 0],
      latent_image: ['4', 0],
    },
  ],
}
const output: Nodes = {
  8: ['VAEDecode', { samples: ['5', 0], vae: ['1', 2] }],
  9: ['SaveImage', { images: ['8', 0] }],
}
const simple: Nodes = { ...loader, ...texts, ...canvas, ...sampler, ...output }

const plain: Facts = {
  generator: 'comfyui',
  prompt: 'a fox',
  negativePrompt: 'bad',
  model: 'fox',
  seed: '5',
  steps: 20,
  cfgScale: 7,
  sampler: 'euler',
  scheduler: 'karras',
  generatedWidth: 832,
  generatedHeight: 1216,
  hasWorkflow: true,
}

const rows: { title: string; nodes: Nodes; facts: Facts; unsaid?: (keyof Facts)[] }[] = [
  { title: 'the plain graph', nodes: simple, facts: plain },
  {
    title: 'LoRAs along the model, weak and switched off ones left out',
    nodes: {
      ...simple,
      10: [
        'LoraLoader',
        { lora_name: 'a\\fur.safetensors', strength_model: 0.8, model: ['1', 0], clip: ['1', 1] },
      ],
      11: [
        'LoraLoaderModelOnly',
        { lora_name: 'none.safetensors', strength_model: 0.0001, model: ['10', 0] },
      ],
      12: [
        'Power Lora Loader (rgthree)',
        {
          model: ['11', 0],
          lora_1: { on: true, lora: 'snow.safetensors', strength: 0.5 },
          lora_2: { on: false, lora: 'off.safetensors', strength: 1 },
        },
      ],
      5: [
        'KSampler',
        {
          ...settings,
          model: ['12', 0],
          positive: ['2', 0],
          negative: ['3', 0],
          latent_image: ['4', 0],
        },
      ],
    },
    facts: {
      model: 'fox',
      loras: [
        { name: 'snow', weight: 0.5 },
        { name: 'fur', weight: 0.8 },
      ],
    },
  },
  {
    title: 'custom sampling with guider, noise and sigmas',
    nodes: {
      ...loader,
      ...texts,
      ...canvas,
      20: ['UNETLoader', { unet_name: 'flux1-dev.safetensors' }],
      21: ['FluxGuidance', { guidance: 3.5, conditioning: ['2', 0] }],
      22: ['BasicGuider', { model: ['20', 0], conditioning: ['21', 0] }],
      23: ['RandomNoise', { noise_seed: '18446744073709551615' }],
      24: ['KSamplerSelect', { sampler_name: 'dpmpp_2m' }],
      25: ['BasicScheduler', { scheduler: 'beta', steps: 28, denoise: 0.6, model: ['20', 0] }],
      26: ['SplitSigmas', { sigmas: ['25', 0], step: 4 }],
      5: [
        'SamplerCustomAdvanced',
        {
          noise: ['23', 0],
          guider: ['22', 0],
          sampler: ['24', 0],
          sigmas: ['26', 1],
          latent_image: ['4', 0],
        },
      ],
      ...output,
    },
    facts: {
      prompt: 'a fox',
      model: 'flux1-dev',
      seed: '18446744073709551615',
      sampler: 'dpmpp_2m',
      scheduler: 'beta',
      steps: 28,
      denoise: 0.6,
      distilledCfg: 3.5,
    },
    unsaid: ['negativePrompt', 'cfgScale'],
  },
  {
    title: 'conditioning that passes through control and combination',
    nodes: {
      ...simple,
      30: ['CLIPTextEncode', { text: 'in snow', clip: ['1', 1] }],
      31: ['ConditioningCombine', { conditioning_1: ['2', 0], conditioning_2: ['30', 0] }],
      32: [
        'ControlNetApplyAdvanced',
        { positive: ['31', 0], negative: ['3', 0], control_net: ['33', 0], image: ['34', 0] },
      ],
      5: [
        'KSampler',
        {
          ...settings,
          model: ['1', 0],
          positive: ['32', 0],
          negative: ['32', 1],
          latent_image: ['4', 0],
        },
      ],
    },
    facts: { prompt: 'a fox\nin snow', negativePrompt: 'bad' },
  },
  {
    title: 'a zeroed negative says nothing',
    nodes: {
      ...simple,
      40: ['ConditioningZeroOut', { conditioning: ['2', 0] }],
      5: [
        'KSampler',
        {
          ...settings,
          model: ['1', 0],
          positive: ['2', 0],
          negative: ['40', 0],
          latent_image: ['4', 0],
        },
      ],
    },
    facts: { prompt: 'a fox' },
    unsaid: ['negativePrompt'],
  },
  {
    title: 'texts through primitives, concatenation and switches',
    nodes: {
      ...simple,
      50: ['PrimitiveStringMultiline', { value: 'a red' }],
      51: ['PrimitiveString', { value: 'fox' }],
      52: ['StringConcatenate', { string_a: ['50', 0], string_b: ['51', 0], delimiter: ' ' }],
      53: ['ComfySwitchNode', { switch: true, on_false: ['51', 0], on_true: ['52', 0] }],
      2: ['CLIPTextEncode', { text: ['53', 0], clip: ['1', 1] }],
    },
    facts: { prompt: 'a red fox' },
  },
  {
    title: 'a wildcard’s filled-in text',
    nodes: {
      ...simple,
      2: [
        'ImpactWildcardEncode',
        {
          wildcard_text: 'a {red|blue} fox',
          populated_text: 'a blue fox',
          model: ['1', 0],
          clip: ['1', 1],
        },
      ],
    },
    facts: { prompt: 'a blue fox' },
  },
  {
    title: 'a shown text',
    nodes: {
      ...simple,
      55: ['ShowText|pysssh', { text: ['77', 0], text_0: 'a shown fox' }],
      2: ['CLIPTextEncode', { text: ['55', 0], clip: ['1', 1] }],
    },
    facts: { prompt: 'a shown fox' },
  },
  {
    title: 'words of a model that ran are not stored',
    nodes: {
      ...simple,
      55: ['OllamaGenerate', { keep_alive: 5 }],
      2: ['CLIPTextEncode', { text: ['55', 0], clip: ['1', 1] }],
    },
    facts: { seed: '5' },
    unsaid: ['prompt'],
  },
  {
    title: 'SDXL’s two texts',
    nodes: {
      ...simple,
      2: ['CLIPTextEncodeSDXL', { text_g: 'a fox', text_l: 'in snow', clip: ['1', 1] }],
    },
    facts: { prompt: 'a fox\nin snow' },
  },
  {
    title: 'a seed from elsewhere',
    nodes: {
      ...simple,
      60: ['Seed (rgthree)', { seed: 77 }],
      5: [
        'KSampler',
        {
          ...settings,
          seed: ['60', 0],
          model: ['1', 0],
          positive: ['2', 0],
          negative: ['3', 0],
          latent_image: ['4', 0],
        },
      ],
    },
    facts: { seed: '77' },
  },
  {
    title: 'a second pass is hires, the first one counts',
    nodes: {
      ...loader,
      ...texts,
      ...canvas,
      ...sampler,
      70: ['LatentUpscaleBy', { samples: ['5', 0], scale_by: 1.5 }],
      71: [
        'KSampler',
        {
          ...settings,
          seed: 99,
          steps: 8,
          denoise: 0.4,
          model: ['1', 0],
          positive: ['2', 0],
          negative: ['3', 0],
          latent_image: ['70', 0],
        },
      ],
      8: ['VAEDecode', { samples: ['71', 0], vae: ['1', 2] }],
      9: ['SaveImage', { images: ['8', 0] }],
    },
    facts: { seed: '5', steps: 20, hires: { scale: 1.5, steps: 8, denoise: 0.4 } },
  },
  {
    title: 'only the executed output counts',
    nodes: {
      ...simple,
      80: ['CLIPTextEncode', { text: 'a forgotten hen', clip: ['1', 1] }],
      81: [
        'KSampler',
        {
          ...settings,
          seed: 1,
          model: ['1', 0],
          positive: ['80', 0],
          negative: ['3', 0],
          latent_image: ['4', 0],
        },
      ],
      82: ['PreviewImage', { images: ['83', 0] }],
      83: ['VAEDecode', { samples: ['81', 0] }],
    },
    facts: { prompt: 'a fox', seed: '5' },
  },
  {
    title: 'clip skip',
    nodes: {
      ...simple,
      90: ['CLIPSetLastLayer', { stop_at_clip_layer: -2, clip: ['1', 1] }],
      2: ['CLIPTextEncode', { text: 'a fox', clip: ['90', 0] }],
    },
    facts: { clipSkip: 2 },
  },
  {
    title: 'a separate VAE',
    nodes: {
      ...simple,
      91: ['VAELoader', { vae_name: 'ae.safetensors' }],
      8: ['VAEDecode', { samples: ['5', 0], vae: ['91', 0] }],
    },
    facts: { vae: 'ae' },
  },
  {
    title: 'an efficient loader with both texts and an rgthree context',
    nodes: {
      1: [
        'Efficient Loader',
        {
          ckpt_name: 'fox.ckpt',
          clip_skip: -2,
          positive: 'a fox',
          negative: 'bad',
          empty_latent_width: 832,
          empty_latent_height: 1216,
        },
      ],
      2: [
        'Context (rgthree)',
        { model: ['1', 0], positive: ['1', 1], negative: ['1', 2], latent: ['1', 3] },
      ],
      3: ['Context (rgthree)', { base_ctx: ['2', 0] }],
      5: [
        'KSampler',
        {
          ...settings,
          model: ['3', 1],
          positive: ['3', 4],
          negative: ['3', 5],
          latent_image: ['3', 6],
        },
      ],
      ...output,
    },
    facts: { ...plain, clipSkip: 2 },
  },
  {
    title: 'a pipe',
    nodes: {
      ...loader,
      ...texts,
      ...canvas,
      60: [
        'ToBasicPipe',
        { model: ['1', 0], clip: ['1', 1], vae: ['1', 2], positive: ['2', 0], negative: ['3', 0] },
      ],
      61: ['FromBasicPipe', { basic_pipe: ['60', 0] }],
      5: [
        'KSampler',
        {
          ...settings,
          model: ['61', 0],
          positive: ['61', 3],
          negative: ['61', 4],
          latent_image: ['4', 0],
        },
      ],
      ...output,
    },
    facts: plain,
  },
  {
    title: 'boxes that add words',
    nodes: {
      ...simple,
      62: [
        'GLIGENTextboxApply',
        { conditioning_to: ['2', 0], text: 'a hen', clip: ['1', 1], width: 64, height: 64 },
      ],
      5: [
        'KSampler',
        {
          ...settings,
          model: ['1', 0],
          positive: ['62', 0],
          negative: ['3', 0],
          latent_image: ['4', 0],
        },
      ],
    },
    facts: { prompt: 'a fox\na hen' },
  },
  {
    title: 'a cascade of two stages',
    nodes: {
      ...loader,
      ...texts,
      4: ['StableCascade_EmptyLatentImage', { width: 832, height: 1216 }],
      63: [
        'KSampler',
        {
          ...settings,
          model: ['1', 0],
          positive: ['2', 0],
          negative: ['3', 0],
          latent_image: ['4', 0],
        },
      ],
      64: ['StableCascade_StageB_Conditioning', { conditioning: ['65', 0], stage_c: ['63', 0] }],
      65: ['ConditioningZeroOut', { conditioning: ['2', 0] }],
      66: ['UNETLoader', { unet_name: 'stage_b.safetensors' }],
      5: [
        'KSampler',
        {
          ...settings,
          seed: 9,
          steps: 10,
          model: ['66', 0],
          positive: ['64', 0],
          negative: ['65', 0],
          latent_image: ['4', 1],
        },
      ],
      ...output,
    },
    facts: plain,
  },
  {
    title: 'SD3’s three texts',
    nodes: {
      ...simple,
      2: [
        'CLIPTextEncodeSD3',
        { clip_l: 'a fox', clip_g: 'a fox', t5xxl: 'in deep snow', clip: ['1', 1] },
      ],
    },
    facts: { prompt: 'in deep snow\na fox' },
  },
  {
    title: 'a graph that leads nowhere known',
    nodes: {
      1: ['StrangeLoader', { ckpt_name: 'fox.ckpt' }],
      2: ['MyTextBox', { text: 'unused' }],
      3: ['TextEncodeStrange', { text: 'a fox' }],
      4: ['StrangeThing', { seed: 3, steps: 9, cfg: 2 }],
    },
    facts: { model: 'fox', seed: '3', steps: 9, cfgScale: 2 },
  },
]

test.group('Metadata | ComfyUI', () => {
  for (const { title, nodes, facts, unsaid = [] } of rows) {
    test(`reads ${title}`, async ({ assert }) => {
      const found = await readFacts(png({ text: { prompt: graph(nodes) } }))
      assert.containSubset(found, { generator: 'comfyui', ...facts })
      for (const field of unsaid) assert.isUndefined(found[field], field)
    })
  }

  test('reads the graph wherever save nodes put it', async ({ assert }) => {
    const prompt = graph(simple)
    const workflow = '{"nodes": [], "links": []}'
    const files = [
      await webp({ exif: exif({ model: `prompt:${prompt}`, make: `workflow:${workflow}` }) }),
      await jpeg({
        exif: exif({ description: `Workflow: ${workflow}`, make: `Prompt: ${prompt}` }),
      }),
      await jpeg({ exif: exif({ userComment: `{"prompt": ${prompt}, "workflow": ${workflow}}` }) }),
      png({ text: { prompt: `${prompt}\0\0`, workflow } }),
    ]
    for (const file of files) assert.containSubset(await readFacts(file), plain)
  })

  test('reads NaN and Infinity, but not inside texts', async ({ assert }) => {
    const source = graph({
      ...simple,
      2: ['CLIPTextEncode', { text: 'a fox, NaN, and: Infinity', clip: ['1', 1] }],
      99: ['Odd', { is_changed: 'x' }],
    })
    const broken = source.replace('"x"', '[NaN, -Infinity]')
    assert.containSubset(await readFacts(png({ text: { prompt: broken } })), {
      ...plain,
      prompt: 'a fox, NaN, and: Infinity',
    })
  })

  test('fills from an infotext beside the graph what the graph does not know', async ({
    assert,
  }) => {
    const parameters = 'other words\nSteps: 1, Sampler: x, Seed: 1, Model hash: abc, Model: other'
    const { facts } = await read(png({ text: { parameters, prompt: graph(simple) } }))
    assert.containSubset(facts, { ...plain, modelHash: 'abc' })
  })

  test('reads Civitai’s graph with its extra metadata', async ({ assert }) => {
    const nodes = JSON.parse(graph(simple))
    const userComment = JSON.stringify({
      ...nodes,
      extra: { airs: [] },
      extraMetadata: JSON.stringify({
        prompt: 'a civil fox',
        negativePrompt: 'bad',
        steps: 25,
        cfgScale: 4,
        sampler: 'Euler',
        seed: 12,
      }),
    })
    assert.containSubset(await readFacts(await jpeg({ exif: exif({ userComment }) })), {
      generator: 'civitai',
      prompt: 'a civil fox',
      steps: 25,
      seed: '12',
      model: 'fox',
    })
  })

  test('reads the editor’s graph where that is all there is, with subgraphs and bypassed nodes', async ({
    assert,
  }) => {
    const inner = {
      id: 'b6f7',
      nodes: [
        {
          id: 1,
          type: 'CLIPTextEncode',
          mode: 0,
          inputs: [{ name: 'clip', link: 11 }],
          widgets_values: ['a fox'],
        },
        {
          id: 2,
          type: 'KSampler',
          mode: 0,
          inputs: [
            { name: 'model', link: 12 },
            { name: 'positive', link: 13 },
          ],
          widgets_values: [5, 'randomize', 20, 7, 'euler', 'karras', 1],
        },
      ],
      links: [
        { id: 11, origin_id: -10, origin_slot: 1, target_id: 1, target_slot: 0 },
        { id: 12, origin_id: -10, origin_slot: 0, target_id: 2, target_slot: 0 },
        { id: 13, origin_id: 1, origin_slot: 0, target_id: 2, target_slot: 1 },
        { id: 14, origin_id: 2, origin_slot: 0, target_id: -20, target_slot: 0 },
      ],
    }
    const workflow = {
      nodes: [
        {
          id: 1,
          type: 'CheckpointLoaderSimple',
          mode: 0,
          inputs: [],
          widgets_values: ['fox.safetensors'],
        },
        {
          id: 2,
          type: 'LoraLoaderModelOnly',
          mode: 4,
          inputs: [{ name: 'model', link: 1 }],
          widgets_values: ['off.safetensors', 1],
        },
        {
          id: 3,
          type: 'b6f7',
          mode: 0,
          inputs: [
            { name: 'model', link: 2 },
            { name: 'clip', link: 3 },
          ],
        },
        { id: 4, type: 'VAEDecode', mode: 0, inputs: [{ name: 'samples', link: 4 }] },
        { id: 5, type: 'SaveImage', mode: 0, inputs: [{ name: 'images', link: 5 }] },
      ],
      links: [
        [1, 1, 0, 2, 0],
        [2, 2, 0, 3, 0],
        [3, 1, 1, 3, 1],
        [4, 3, 0, 4, 0],
        [5, 4, 0, 5, 0],
      ],
      definitions: { subgraphs: [inner] },
    }
    const { facts } = await read(png({ text: { workflow: JSON.stringify(workflow) } }))
    assert.containSubset(facts, {
      generator: 'comfyui',
      prompt: 'a fox',
      model: 'fox',
      seed: '5',
      steps: 20,
      sampler: 'euler',
      hasWorkflow: true,
    })
    assert.isUndefined(facts.loras)
  })

  test('a graph that runs in circles ends', async ({ assert }) => {
    const nodes: Nodes = {
      ...simple,
      2: ['Reroute', { a: ['6', 0] }],
      6: ['Reroute', { a: ['2', 0] }],
      5: [
        'KSampler',
        {
          ...settings,
          model: ['5', 0],
          positive: ['2', 0],
          negative: ['3', 0],
          latent_image: ['8', 0],
        },
      ],
    }
    assert.containSubset(await readFacts(png({ text: { prompt: graph(nodes) } })), {
      generator: 'comfyui',
      seed: '5',
    })
  })
})
