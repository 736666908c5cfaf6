import { integer, modelName, number, own, seed, size, text } from '#library/metadata/values'
import { compact, type Facts } from '#library/metadata/facts'
import { lorasInText } from '#library/metadata/parsers/a1111'
import { readConditioning } from '#library/metadata/parsers/comfyui/conditioning'
import { readModels } from '#library/metadata/parsers/comfyui/models'
import { samplingPasses } from '#library/metadata/parsers/comfyui/sampling'
import { firstLiteral, literal } from '#library/metadata/parsers/comfyui/values'
import { routed, type Graph, type Link, type Node } from '#library/metadata/parsers/comfyui/graph'

/** Facts of the picture the graph's output made: those of its first sampling pass; a second one is hires. */
export function traceGraph(graph: Graph): Facts | undefined {
  const passes = samplingPasses(graph)
  const base = passes.at(-1)
  if (!base) return undefined
  const last = passes.slice(0, -1).find(({ type }) => !/detailer/i.test(type))
  return compact({
    ...wordsOf(graph, base),
    ...settingsOf(graph, base),
    ...canvasOf(graph, base),
    vae: vaeOf(graph, base),
    hires: last ? hiresOf(graph, last) : undefined,
  })
}

/** The node an input leads to, past switches and reroutes. */
function behind(graph: Graph, node: Node | undefined, ...inputs: string[]): Link | undefined {
  if (!node) return undefined
  for (const input of inputs) {
    let link = graph.link(node, input)
    for (let depth = 0; link && depth < 30; depth++) {
      const route: Link | undefined = routed(graph, link.node, link.slot) ?? undefined
      if (!route) return link
      link = route
    }
  }
  return undefined
}

function wordsOf(graph: Graph, sampler: Node): Facts {
  const guider = behind(graph, sampler, 'guider')?.node
  const holder = guider ?? sampler
  const positive = readConditioning(
    graph,
    behind(
      graph,
      holder,
      'positive',
      'conditioning',
      'cond1',
      'text_embeds',
      'conditioning_positive',
      'prompt_embeds',
      'sdxl_tuple',
      'pipe',
      'basic_pipe'
    ),
    'positive'
  )
  const negative = readConditioning(
    graph,
    behind(
      graph,
      holder,
      'negative',
      'neg_conditioning',
      'conditioning_negative',
      'text_embeds',
      'sdxl_tuple',
      'pipe',
      'basic_pipe'
    ),
    'negative'
  )
  const prompt = text(positive.texts.join('\n'))
  const { model, loras } = readModels(graph, modelLink(graph, sampler, guider))
  const known = new Set(loras.map(({ name }) => name))
  return {
    prompt,
    negativePrompt: text(negative.texts.filter((part) => part !== prompt).join('\n')),
    distilledCfg: number(positive.guidance),
    clipSkip: positive.clipSkip,
    model,
    loras: [...loras, ...lorasInText(prompt ?? '').filter(({ name }) => !known.has(name))],
  }
}

function modelLink(graph: Graph, sampler: Node, guider: Node | undefined): Link | undefined {
  return (
    behind(graph, guider, 'model') ??
    behind(
      graph,
      sampler,
      'model',
      'sdxl_tuple',
      'pipe',
      'basic_pipe',
      'unet',
      'transformer',
      'pipeline'
    )
  )
}

function settingsOf(graph: Graph, sampler: Node): Facts {
  const noise = behind(graph, sampler, 'noise')?.node
  const sigmas = schedulerOf(graph, sampler)
  const guider = behind(graph, sampler, 'guider')?.node
  const pipe = behind(graph, sampler, 'pipe', 'basic_pipe')?.node
  const select = behind(graph, sampler, 'sampler')?.node
  const from = (inputs: string[], ...nodes: (Node | undefined)[]) => {
    for (const node of nodes) {
      const value = firstLiteral(graph, node, inputs)
      if (value !== undefined) return value
    }
    return undefined
  }
  return {
    seed: seed(from(['seed', 'noise_seed', 'seed_num'], sampler, noise, pipe)),
    steps: integer(from(['steps', 'num_inference_steps'], sampler, sigmas, pipe)),
    cfgScale: number(
      from(['cfg', 'true_gs', 'guidance_scale', 'cfg_scale', 'cfg_conds'], sampler, guider, pipe)
    ),
    sampler:
      text(from(['sampler_name', 'sampler'], sampler, select, pipe)) ?? samplerByType(select),
    scheduler: text(from(['scheduler', 'scheduler_name'], sampler, sigmas, pipe)),
    denoise: number(from(['denoise', 'denoise_strength', 'strength'], sampler, sigmas)),
  }
}

/** SamplerEulerAncestral and its like say by their type what KSamplerSelect says by a value. */
function samplerByType(node: Node | undefined): string | undefined {
  const name = /^Sampler([A-Z]\w+)$/.exec(node?.type ?? '')?.[1]
  return name?.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase()
}

/** The node that says how many steps there are, past what only splits or changes sigmas. */
function schedulerOf(graph: Graph, sampler: Node): Node | undefined {
  let node = behind(graph, sampler, 'sigmas')?.node
  for (let depth = 0; node && !('steps' in node.inputs) && depth < 20; depth++) {
    node = behind(graph, node, 'sigmas', 'sigmas_1', 'sigmas1')?.node
  }
  return node
}

/** The size of the empty latent the first pass began with. */
function canvasOf(graph: Graph, sampler: Node): Facts {
  let node = behind(graph, sampler, 'latent_image', 'latent', 'samples', 'image_embeds')?.node
  for (let depth = 0; node && depth < 30; depth++) {
    const { generatedWidth: width, generatedHeight: height } = sizeOf(graph, node)
    if (width && height)
      return {
        generatedWidth: width,
        generatedHeight: height,
        mode: /^empty/i.test(node.type) ? undefined : 'img2img',
      }
    if ('pixels' in node.inputs || 'image' in node.inputs) return { mode: 'img2img' }
    node = behind(graph, node, 'latent_image', 'latent', 'samples')?.node
  }
  return {}
}

function sizeOf(graph: Graph, node: Node) {
  const width = integer(firstLiteral(graph, node, ['width', 'empty_latent_width']))
  const height = integer(firstLiteral(graph, node, ['height', 'empty_latent_height']))
  return width && height
    ? { generatedWidth: width, generatedHeight: height }
    : size(literal(graph, node, 'dimensions'))
}

function vaeOf(graph: Graph, sampler: Node): string | undefined {
  const decoder = [...graph.nodes.values()].find(
    (node) => /VAEDecode/i.test(node.type) && behind(graph, node, 'samples')?.node === sampler
  )
  const loader = behind(graph, decoder, 'vae')?.node ?? behind(graph, sampler, 'vae')?.node
  return modelName(own(loader?.inputs, 'vae_name'))
}

function hiresOf(graph: Graph, last: Node): Facts['hires'] {
  const { steps, denoise } = settingsOf(graph, last)
  const upscaler = [...graph.nodes.values()].find(({ type }) => /UpscaleModelLoader/i.test(type))
  const scaled = [...graph.nodes.values()].find(
    (node) => /upscale|scale/i.test(node.type) && typeof own(node.inputs, 'scale_by') === 'number'
  )
  const hires = {
    steps,
    denoise,
    upscaler: text(own(upscaler?.inputs, 'model_name')),
    scale: number(own(scaled?.inputs, 'scale_by')),
  }
  return Object.values(hires).some((value) => value !== undefined) ? hires : undefined
}
