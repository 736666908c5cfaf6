import { own } from '#library/metadata/values'
import type { Graph, Node } from '#library/metadata/parsers/comfyui/graph'

const conditioned = [
  'positive',
  'guider',
  'conditioning',
  'text_embeds',
  'sdxl_tuple',
  'pipe',
  'basic_pipe',
  'conditioning_positive',
  'prompt_embeds',
  'embeds',
]
const noisy = ['seed', 'noise_seed', 'noise', 'steps', 'sigmas', 'seed_num']
const only = /^(KSamplerSelect|Sampler(?!Custom).*|.*Scheduler|.*Sigmas.*|.*Guider|.*Conditioning)$/

/** A node that turns noise and conditioning into a picture, by its inputs rather than by its name. */
export function isSampler({ type, inputs }: Node): boolean {
  if (only.test(type)) return false
  const has = (name: string) => Object.hasOwn(inputs, name)
  return conditioned.some((name) => Array.isArray(own(inputs, name))) && noisy.some(has)
}

const flowing =
  /^(images?|samples|latents?|latent_image|pixels|video|frames|(optional_)?(image|latent|samples)|input\d*|any(thing|_\d+)?|value|source|on_true|on_false|image\d|images_\w|upscaled_image|init_image|samples_(to|from)|destination|pipe|stage_c|model_output|output|result|videos?)$/i

/**
 * The samplers that made the executed picture, the last pass first. Follows
 * pixels and latents backwards from the output, so that branches which only
 * guide (control images, references) are left out.
 */
export function samplingPasses(graph: Graph): Node[] {
  for (const end of outputs(graph)) {
    const passes: Node[] = []
    let next = nearest(graph, end, passes)
    while (next && passes.length < 20) {
      passes.push(next)
      next = nearest(graph, next, passes)
    }
    if (passes.length) return passes
  }
  const any = [...graph.nodes.values()].filter(isSampler)
  return any.slice(0, 1)
}

/** Saved pictures before previews before any other end of the graph. */
function outputs(graph: Graph): Node[] {
  const rank = ({ type }: Node) =>
    /save|combine|send|upload|export/i.test(type) ? 0 : /preview|show|display/i.test(type) ? 1 : 2
  const ends = new Set([
    ...graph.ends(),
    ...[...graph.nodes.values()].filter((node) => rank(node) === 0),
  ])
  return [...ends].sort((a, b) => rank(a) - rank(b)).slice(0, 50)
}

/** Breadth first along the flow of pixels; any link where a node names its inputs in its own way. */
function nearest(graph: Graph, from: Node, done: Node[]): Node | undefined {
  const seen = new Set<Node>([from])
  const queue = [from]
  for (let node = queue.shift(); node; node = queue.shift()) {
    if (node !== from && isSampler(node) && !done.includes(node)) return node
    const links = graph.links(node)
    const flow = links.filter((link) => flowing.test(link.input) || 'stage_c' in link.node.inputs)
    const onward = flow.length || isSampler(node) ? flow : node === from ? links : []
    for (const { node: source } of onward) {
      if (!seen.has(source)) queue.push(source)
      seen.add(source)
    }
  }
  return undefined
}
