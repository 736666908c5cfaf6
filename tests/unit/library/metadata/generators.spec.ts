import { test } from '@japa/runner'
import { exif, jpeg, png, webp, xmp } from '#tests/helpers/files/index'
import { read, readFacts } from '#tests/unit/library/metadata/reads'
import type { Facts } from '#library/metadata/reading'

interface Row {
  title: string
  file: () => Buffer | Promise<Buffer>
  facts: Facts
  /** Fields that must stay unsaid. */
  unsaid?: (keyof Facts)[]
}

const text = (texts: Record<string, string | object>) => () =>
  png({
    text: Object.fromEntries(
      Object.entries(texts).map(([key, value]) => [
        key,
        typeof value === 'string' ? value : JSON.stringify(value),
      ])
    ),
  })
const comment =
  (value: object, more = {}) =>
  () =>
    jpeg({ exif: exif({ userComment: JSON.stringify(value), ...more }) })

const settings =
  'Steps: 20, Sampler: DPM++ 2M, Schedule type: Karras, CFG scale: 7, Seed: 42, Size: 512x768, Model hash: 0a1b2c3d4e, Model: foxModel_v2'

const a1111: Row[] = [
  {
    title: 'A1111 with everything',
    file: text({
      parameters: `a fox <lora:fur:0.8>\nin snow\nNegative prompt: blurry,\nlow quality\n${settings}, Denoising strength: 0.4, Clip skip: 2, Hires upscale: 2, Hires steps: 10, Hires upscaler: Latent, Lora hashes: "fur: abc123", VAE: good.vae.pt, Version: v1.10.1`,
    }),
    facts: {
      generator: 'a1111',
      generatorVersion: 'v1.10.1',
      prompt: 'a fox <lora:fur:0.8>\nin snow',
      negativePrompt: 'blurry,\nlow quality',
      sampler: 'DPM++ 2M',
      scheduler: 'Karras',
      seed: '42',
      steps: 20,
      cfgScale: 7,
      model: 'foxModel_v2',
      modelHash: '0a1b2c3d4e',
      denoise: 0.4,
      clipSkip: 2,
      vae: 'good.vae',
      loras: [{ name: 'fur', weight: 0.8, hash: 'abc123' }],
      hires: { scale: 2, upscaler: 'Latent', steps: 10, denoise: 0.4 },
    },
  },
  {
    title: 'no negative prompt',
    file: text({ parameters: `a fox\n${settings}` }),
    facts: { prompt: 'a fox', seed: '42' },
    unsaid: ['negativePrompt'],
  },
  {
    title: 'a prompt that speaks of Steps: and Negative prompt:',
    file: text({
      parameters: `Steps: up the hill, no Negative prompt: here\nNegative prompt: bad\n${settings}`,
    }),
    facts: { prompt: 'Steps: up the hill, no Negative prompt: here', negativePrompt: 'bad' },
  },
  {
    title: 'quoted values with commas',
    file: text({
      parameters: `a fox\n${settings}, ControlNet 0: "Module: canny, Model: control_v11p, Weight: 1", TI hashes: "easy: ff00"`,
    }),
    facts: { prompt: 'a fox', model: 'foxModel_v2' },
  },
  {
    title: 'Hashes as JSON',
    file: text({
      parameters: `a fox\nSteps: 20, Sampler: Euler, Hashes: {"vae": "1", "model": "2"}, Seed: 7`,
    }),
    facts: { seed: '7', sampler: 'Euler' },
  },
  {
    title: 'only a prompt before one line',
    file: text({ parameters: `a fox. Negative prompt: bad. ${settings}` }),
    facts: { prompt: 'a fox', negativePrompt: 'bad', steps: 20 },
  },
  {
    title: 'seeds beyond 2^53',
    file: text({ parameters: 'a fox\nSteps: 20, Sampler: Euler, Seed: 18446744073709551615' }),
    facts: { seed: '18446744073709551615' },
  },
  {
    title: 'Forge',
    file: text({
      parameters: `a fox\n${settings}, Distilled CFG Scale: 3.5, Module 1: ae, Version: f2.0.1v1.10.1-previous`,
    }),
    facts: { generator: 'forge', distilledCfg: 3.5, vae: 'ae' },
  },
  {
    title: 'Forge classic',
    file: text({ parameters: `a fox\n${settings}, ADetailer version: 24.8.0, Version: classic` }),
    facts: { generator: 'forge-classic' },
  },
  {
    title: 'an ADetailer version is no program',
    file: text({ parameters: `a fox\n${settings}, ADetailer version: neo` }),
    facts: { generator: 'a1111' },
  },
  {
    title: 'SD.Next',
    file: text({
      parameters:
        'a fox\n\nNegative prompt: bad\n\nSteps: 20, Seed: 3, App: SD.Next, Version: 56a8aea, Model: m',
    }),
    facts: { generator: 'sd-next', prompt: 'a fox', negativePrompt: 'bad', model: 'm' },
  },
  {
    title: 'stable-diffusion.cpp',
    file: text({
      parameters:
        'a fox\nSteps: 20, CFG scale: 1.0, Seed: 42, Model: , Sampler: euler, Unet: flux-q2.gguf, VAE: ae.sft, Version: stable-diffusion.cpp',
    }),
    facts: { generator: 'sd.cpp', model: 'flux-q2', vae: 'ae' },
  },
  {
    title: 'sd-dynamic-prompts',
    file: text({
      parameters: `a silver ring\n${settings}\nTemplate: a {silver|gold} ring\nNegative Template: {bad|worse}`,
    }),
    facts: {
      prompt: 'a silver ring',
      template: 'a {silver|gold} ring',
      negativeTemplate: '{bad|worse}',
      steps: 20,
    },
  },
  {
    title: 'Civitai',
    file: text({
      parameters: `a fox\nNegative prompt: bad\nSteps: 30, Sampler: Euler a, CFG scale: 5, Seed: 9, Created Date: 2026-01-04T01:27:21.2717070Z, Civitai resources: [{"type":"checkpoint","modelVersionId":1,"modelName":"Wai, the model"},{"type":"lora","weight":0.5,"modelVersionId":2,"modelName":"Fur"}], Civitai metadata: {}`,
    }),
    facts: {
      generator: 'civitai',
      model: 'Wai, the model',
      loras: [{ name: 'Fur', weight: 0.5 }],
      capturedAt: '2026-01-04 01:27:21',
    },
  },
]

const others: Row[] = [
  {
    title: 'NovelAI, PNG',
    file: text({
      Title: 'NovelAI generated image',
      Description: 'a fox',
      Software: 'NovelAI',
      Source: 'NovelAI Diffusion V4.5 4BDE2A90',
      Comment: {
        prompt: 'a fox',
        steps: 28,
        scale: 5,
        seed: 1,
        sampler: 'k_euler',
        noise_schedule: 'karras',
        uc: 'bad',
        v4_prompt: {
          caption: { base_caption: 'a red fox', char_captions: [{ char_caption: 'girl' }] },
        },
        v4_negative_prompt: { caption: { base_caption: 'worse' } },
      },
    }),
    facts: {
      generator: 'novelai',
      prompt: 'a red fox',
      negativePrompt: 'worse',
      characterPrompts: ['girl'],
      model: 'NovelAI Diffusion V4.5',
      modelHash: '4BDE2A90',
      seed: '1',
      scheduler: 'karras',
      cfgScale: 5,
    },
  },
  {
    title: 'NovelAI, only its comment',
    file: text({ Comment: { prompt: 'a fox', uc: 'bad', scale: 5, sampler: 'k_euler', seed: 3 } }),
    facts: { generator: 'novelai', prompt: 'a fox', negativePrompt: 'bad', cfgScale: 5 },
  },
  {
    title: 'mflux',
    file: comment({
      mflux_version: '0.9',
      model: 'black-forest-labs/FLUX.1-dev',
      prompt: 'a fox',
      seed: 4,
      steps: 20,
      guidance: 3.5,
      lora_paths: ['a/fur.safetensors'],
      lora_scales: [0.7],
    }),
    facts: {
      generator: 'mflux',
      generatorVersion: '0.9',
      model: 'FLUX.1-dev',
      cfgScale: 3.5,
      loras: [{ name: 'fur', weight: 0.7 }],
    },
  },
  {
    title: 'NovelAI, WebP',
    file: () =>
      webp({
        exif: exif({
          software: 'NovelAI Diffusion V4',
          userComment: JSON.stringify({
            Comment: JSON.stringify({ prompt: 'a fox', seed: 2, steps: 23 }),
            Software: 'NovelAI',
          }),
          charset: 'none',
        }),
      }),
    facts: { generator: 'novelai', prompt: 'a fox', seed: '2', steps: 23 },
  },
  {
    title: 'Draw Things, JPEG',
    file: comment({
      c: 'a fox & a hen',
      uc: 'bad',
      model: 'flux_q8p.ckpt',
      sampler: 'Euler A Trailing',
      steps: 8,
      scale: 4.5,
      seed: 3,
      size: '1024x768',
      strength: 1,
      lora: [{ model: 'fur.ckpt', weight: 0.5 }],
      v2: {},
    }),
    facts: {
      generator: 'draw-things',
      prompt: 'a fox & a hen',
      negativePrompt: 'bad',
      model: 'flux_q8p',
      cfgScale: 4.5,
      generatedWidth: 1024,
      loras: [{ name: 'fur', weight: 0.5 }],
    },
  },
  {
    title: 'Draw Things, XMP',
    file: () =>
      png({
        xmp: xmp({
          'xmp:CreatorTool': 'Draw Things',
          'exif:UserComment': [
            JSON.stringify({
              c: 'a "fox" & hen',
              uc: '',
              model: 'm.ckpt',
              steps: 8,
              scale: 1,
              seed: 3,
            }),
          ],
        }),
      }),
    facts: { generator: 'draw-things', prompt: 'a "fox" & hen', steps: 8 },
  },
  {
    title: 'InvokeAI 3+',
    file: text({
      invokeai_metadata: {
        positive_prompt: 'a fox',
        negative_prompt: 'bad',
        seed: 4,
        steps: 24,
        cfg_scale: 6,
        scheduler: 'euler_a',
        width: 1024,
        height: 768,
        model: { key: 'k', name: 'fox.safetensors', hash: 'blake3:00' },
        loras: [{ model: { name: 'fur' }, weight: 0.7 }],
        app_version: '6.1',
        generation_mode: 'sdxl_txt2img',
      },
      invokeai_graph: { nodes: {} },
    }),
    facts: {
      generator: 'invokeai',
      generatorVersion: '6.1',
      prompt: 'a fox',
      model: 'fox',
      modelHash: 'blake3:00',
      sampler: 'euler_a',
      loras: [{ name: 'fur', weight: 0.7 }],
      hasWorkflow: true,
    },
  },
  {
    title: 'InvokeAI 3, model_name',
    file: text({
      invokeai_metadata: {
        positive_prompt: 'a fox',
        model: { model_name: 'old', base_model: 'sd-1' },
        seed: 0,
      },
    }),
    facts: { model: 'old', seed: '0' },
  },
  {
    title: 'InvokeAI 2',
    file: text({
      'sd-metadata': {
        model_weights: 'fox-v1',
        model_hash: 'ff',
        app_version: '2.3.0',
        image: {
          prompt: [{ prompt: 'a fox [bad] in snow [worse]', weight: 1 }],
          steps: 50,
          cfg_scale: 5,
          sampler: 'k_lms',
          seed: 5,
        },
      },
    }),
    facts: {
      generator: 'invokeai',
      prompt: 'a fox  in snow',
      negativePrompt: 'bad, worse',
      model: 'fox-v1',
      sampler: 'k_lms',
      seed: '5',
    },
  },
  {
    title: 'InvokeAI 1',
    file: text({ Dream: '"a fox [bad]" -s 50 -S 123 -W 512 -H 768 -C 7.5 -A k_lms' }),
    facts: {
      generator: 'invokeai',
      prompt: 'a fox',
      negativePrompt: 'bad',
      steps: 50,
      seed: '123',
      generatedHeight: 768,
      cfgScale: 7.5,
      sampler: 'k_lms',
    },
  },
  {
    title: 'SwarmUI',
    file: text({
      prompt: { 4: { class_type: 'CheckpointLoaderSimple', inputs: {} } },
      parameters: {
        sui_image_params: {
          prompt: 'a fox',
          negativeprompt: 'bad',
          model: 'Flux/fox',
          seed: '6',
          steps: 20,
          cfgscale: '7',
          loras: 'fur,snow',
          loraweights: '0.5,1',
          swarm_version: '0.9',
        },
        sui_extra_data: { date: '2026-01-03' },
        sui_models: [{ name: 'fox', param: 'model', hash: '0xab' }],
      },
    }),
    facts: {
      generator: 'swarmui',
      prompt: 'a fox',
      model: 'fox',
      modelHash: '0xab',
      seed: '6',
      cfgScale: 7,
      loras: [
        { name: 'fur', weight: 0.5 },
        { name: 'snow', weight: 1 },
      ],
      capturedAt: '2026-01-03 00:00:00',
    },
  },
  {
    title: 'SwarmUI, old, in the EXIF model',
    file: () =>
      jpeg({
        exif: exif({ model: JSON.stringify({ sui_image_params: { prompt: 'a fox', seed: 1 } }) }),
      }),
    facts: { generator: 'swarmui', prompt: 'a fox' },
  },
  {
    title: 'Fooocus, JSON',
    file: text({
      fooocus_scheme: 'fooocus',
      parameters:
        '{"prompt": "a fox", "negative_prompt": "", "base_model": "jug.safetensors", "base_model_hash": "aa", "guidance_scale": 4, "performance": "Speed", "resolution": "(1152, 896)", "sampler": "dpmpp_2m", "scheduler": "karras", "seed": 6952411511246973023, "steps": 30, "loras": [["fur.safetensors", 0.3, "cc"]], "version": "Fooocus v2.5"}',
    }),
    facts: {
      generator: 'fooocus',
      prompt: 'a fox',
      model: 'jug',
      modelHash: 'aa',
      seed: '6952411511246973023',
      cfgScale: 4,
      generatedWidth: 1152,
      loras: [{ name: 'fur', weight: 0.3, hash: 'cc' }],
    },
    unsaid: ['negativePrompt'],
  },
  {
    title: 'Fooocus, JPEG, old LoRAs',
    file: comment(
      { prompt: 'a fox', base_model: 'jug', performance: 'Speed', lora_combined_1: 'fur : 0.5' },
      { software: 'Fooocus v2.3', makerNote: 'fooocus' }
    ),
    facts: { generator: 'fooocus', loras: [{ name: 'fur', weight: 0.5 }] },
  },
  {
    title: 'Fooocus, A1111 scheme',
    file: text({
      fooocus_scheme: 'a1111',
      parameters: `styled fox\nNegative prompt: bad\n${settings}, Raw prompt: a fox`,
    }),
    facts: { generator: 'fooocus', prompt: 'a fox', negativePrompt: 'bad' },
  },
  {
    title: 'FooocusMRE',
    file: text({
      Comment: {
        prompt: 'a fox',
        negative_prompt: 'bad',
        base_model: 'sd_xl.safetensors',
        seed: 8,
        steps: 30,
        cfg: 7,
      },
    }),
    facts: { generator: 'fooocus-mre', prompt: 'a fox', model: 'sd_xl', cfgScale: 7 },
  },
  {
    title: 'RuinedFooocus',
    file: text({
      parameters: {
        Prompt: 'a fox',
        Negative: 'bad',
        steps: 30,
        cfg: 8,
        seed: 9,
        sampler_name: 'dpmpp',
        scheduler: 'karras',
        base_model_name: 'wai.safetensors',
        base_model_hash: 'BE',
        loras: [],
        software: 'RuinedFooocus',
      },
    }),
    facts: {
      generator: 'ruined-fooocus',
      prompt: 'a fox',
      negativePrompt: 'bad',
      model: 'wai',
      modelHash: 'BE',
      sampler: 'dpmpp',
    },
  },
  {
    title: 'Easy Diffusion, one text per field',
    file: text({
      prompt: 'a fox',
      negative_prompt: 'bad',
      seed: '10',
      use_stable_diffusion_model: 'C:\\models\\fox.ckpt',
      sampler_name: 'euler',
      num_inference_steps: '25',
      guidance_scale: '7.5',
      use_lora_model: 'fur',
      lora_alpha: '0.5',
    }),
    facts: {
      generator: 'easy-diffusion',
      prompt: 'a fox',
      model: 'fox',
      steps: 25,
      cfgScale: 7.5,
      loras: [{ name: 'fur', weight: 0.5 }],
    },
  },
  {
    title: 'Easy Diffusion, JSON',
    file: comment({
      'Prompt': 'a fox',
      'Negative Prompt': 'bad',
      'Seed': 11,
      'Stable Diffusion model': '/m/fox.ckpt',
      'Sampler': 'ddim',
      'Steps': 25,
      'Guidance Scale': 7.5,
    }),
    facts: {
      generator: 'easy-diffusion',
      prompt: 'a fox',
      negativePrompt: 'bad',
      model: 'fox',
      seed: '11',
    },
  },
  {
    title: 'TensorArt',
    file: text({
      generation_data: `${JSON.stringify({ prompt: 'a fox', negativePrompt: 'bad', seed: '-1', steps: 25, cfgScale: 7, baseModel: { modelFileName: 'Wai-16', hash: 'A5' }, ksamplerName: 'euler', schedule: 'karras' })}\0`,
      prompt: {
        3: { class_type: 'KSampler', inputs: { seed: 12, steps: 25, positive: ['6', 0] } },
        6: { class_type: 'CLIPTextEncode', inputs: { text: 'other' } },
      },
    }),
    facts: {
      generator: 'tensorart',
      prompt: 'a fox',
      seed: '12',
      model: 'Wai-16',
      modelHash: 'A5',
      scheduler: 'karras',
    },
  },
  {
    title: 'Stability Matrix',
    file: text({
      'smproj': '{}',
      'parameters-json': {
        PositivePrompt: 'a fox',
        NegativePrompt: 'bad',
        Width: 512,
        Height: 512,
        Seed: 13,
        Steps: 20,
        CfgScale: 5,
        Sampler: 'Euler',
        ModelName: 'fox.safetensors',
        ModelHash: 'aa',
      },
      'parameters': `other\n${settings}`,
    }),
    facts: {
      generator: 'stability-matrix',
      prompt: 'a fox',
      seed: '13',
      model: 'fox',
      modelHash: 'aa',
    },
  },
  {
    title: 'Hugging Face space',
    file: text({
      parameters: {
        'prompt': 'a fox',
        'negative_prompt': 'bad',
        'resolution': '832 x 1216',
        'guidance_scale': 5.5,
        'num_inference_steps': 24,
        'seed': 14,
        'sampler': 'DPM++',
        'Model': 'Fox v16',
        'Model hash': 'BD',
      },
    }),
    facts: {
      generator: 'hf-space',
      generatedHeight: 1216,
      cfgScale: 5.5,
      steps: 24,
      model: 'Fox v16',
      modelHash: 'BD',
    },
  },
  {
    title: 'MetaHub save node',
    file: () =>
      png({
        international: {
          imagemetahub_data: JSON.stringify({
            generator: 'ComfyUI',
            prompt: 'a fox',
            negativePrompt: 'bad',
            seed: 15,
            steps: 20,
            cfg: 6,
            sampler_name: 'euler',
            model: 'fox.safetensors',
            loras: [{ name: 'fur', weight: 0.4 }],
            tags: ['red', 'snow'],
            notes: 'keep',
          }),
        },
      }),
    facts: {
      generator: 'comfyui',
      prompt: 'a fox',
      tags: ['red', 'snow'],
      notes: 'keep',
      loras: [{ name: 'fur', weight: 0.4 }],
    },
  },
  {
    title: 'Midjourney',
    file: text({
      'Description':
        'a fox in "snow 1.5" --ar 16:9 --v 6.1 --no hens, dogs --seed 16 Job ID: bb9dd2e0-2352-4506-942b-9ac923610b8d',
      'Author': 'someone',
      'Creation Time': 'Sun, 21 Jan 2024 13:17:47 GMT',
    }),
    facts: {
      generator: 'midjourney',
      generatorVersion: '6.1',
      model: 'Midjourney 6.1',
      prompt: 'a fox in "snow 1.5" --ar 16:9 --v 6.1 --no hens, dogs --seed 16',
      negativePrompt: 'hens, dogs',
      seed: '16',
      capturedAt: '2024-01-21 13:17:47',
    },
    unsaid: ['steps', 'cfgScale'],
  },
  {
    title: 'Niji',
    file: text({ Description: 'a fox --niji 6 Job ID: bb9dd2e0-2352-4506-942b-9ac923610b8d' }),
    facts: { generator: 'niji', model: 'Niji 6' },
  },
  {
    title: 'DreamStudio',
    file: text({ parameters: 'Prompt: a fox\nGuidance: 7\nSteps: 30\nSeed: 17\nModel: sdxl-1.0' }),
    facts: {
      generator: 'dreamstudio',
      prompt: 'a fox',
      cfgScale: 7,
      seed: '17',
      model: 'sdxl-1.0',
    },
  },
]

test.group('Metadata | generators', () => {
  for (const { title, file, facts, unsaid = [] } of [...a1111, ...others]) {
    test(`reads ${title}`, async ({ assert }) => {
      const found = await readFacts(await file())
      assert.containSubset(found, facts)
      for (const field of unsaid) assert.isUndefined(found[field], field)
    })
  }

  test('takes a comment that is no prompt for no prompt', async ({ assert }) => {
    for (const bytes of [
      await jpeg({ comment: 'Saved by GIMP' }),
      await jpeg({
        exif: exif({ description: 'Our holiday: steps, stairs and sea', software: 'GIMP 3.0.6' }),
      }),
      png({ text: { Description: 'a cat --verbose', Comment: 'Created with GIMP' } }),
    ]) {
      const { facts, ai } = await read(bytes)
      assert.isFalse(ai)
      assert.isUndefined(facts.generator)
      assert.isUndefined(facts.prompt)
    }
  })

  test('says for each field where it was read', async ({ assert }) => {
    const { facts } = await read(
      png({ text: { parameters: `a fox\n${settings}` }, xmp: xmp({ 'dc:subject': ['fox'] }) })
    )
    assert.equal(facts.source.prompt, 'a1111 (png parameters)')
    assert.equal(facts.source.tags, 'described')
  })

  test('keys like __proto__ change nothing', async ({ assert }) => {
    const { facts } = await read(
      png({
        text: {
          parameters:
            '{"__proto__": {"polluted": true}, "constructor": 1, "prompt": "a fox", "num_inference_steps": 3, "Model": "m"}',
        },
      })
    )
    assert.equal(facts.prompt, 'a fox')
    assert.isUndefined(({} as any).polluted)
    assert.isUndefined((facts.extra as any)?.polluted)
  })
})
