import { isObject, own, type JsonObject } from '#library/metadata/values'
import { Graph } from '#library/metadata/parsers/comfyui/graph'

/** Widgets of common nodes in the order the editor keeps their values. `-` is the editor's own "after generate". */
const widgets: Record<string, string[]> = {
  KSampler: ['seed', '-', 'steps', 'cfg', 'sampler_name', 'scheduler', 'denoise'],
  KSamplerAdvanced: [
    'add_noise',
    'noise_seed',
    '-',
    'steps',
    'cfg',
    'sampler_name',
    'scheduler',
    'start_at_step',
    'end_at_step',
    'return_with_leftover_noise',
  ],
  SamplerCustom: ['add_noise', 'noise_seed', '-', 'cfg'],
  RandomNoise: ['noise_seed', '-'],
  KSamplerSelect: ['sampler_name'],
  BasicScheduler: ['scheduler', 'steps', 'denoise'],
  SDTurboScheduler: ['steps', 'denoise'],
  CFGGuider: ['cfg'],
  FluxGuidance: ['guidance'],
  CheckpointLoaderSimple: ['ckpt_name'],
  ImageOnlyCheckpointLoader: ['ckpt_name'],
  UNETLoader: ['unet_name', 'weight_dtype'],
  VAELoader: ['vae_name'],
  LoraLoader: ['lora_name', 'strength_model', 'strength_clip'],
  LoraLoaderModelOnly: ['lora_name', 'strength_model'],
  CLIPTextEncode: ['text'],
  CLIPTextEncodeSDXL: [
    'width',
    'height',
    'crop_w',
    'crop_h',
    'target_width',
    'target_height',
    'text_g',
    'text_l',
  ],
  CLIPTextEncodeFlux: ['clip_l', 't5xxl', 'guidance'],
  CLIPSetLastLayer: ['stop_at_clip_layer'],
  EmptyLatentImage: ['width', 'height', 'batch_size'],
  EmptySD3LatentImage: ['width', 'height', 'batch_size'],
  UpscaleModelLoader: ['model_name'],
  LatentUpscaleBy: ['upscale_method', 'scale_by'],
  PrimitiveNode: ['value'],
  PrimitiveString: ['value'],
  PrimitiveStringMultiline: ['value'],
  SaveImage: ['filename_prefix'],
}

/**
 * The editor's graph (`nodes`, `links`, `definitions.subgraphs`) in the form
 * of an executed one. Muted and bypassed nodes (mode 2 and 4) are left out,
 * what passes through a bypassed one goes on.
 */
export function graphOfWorkflow(workflow: JsonObject): Graph | undefined {
  if (!Array.isArray(workflow.nodes)) return undefined
  const graph = new Graph()
  const subgraphs = own(workflow.definitions, 'subgraphs')
  const known = new Map<string, JsonObject>()
  for (const subgraph of Array.isArray(subgraphs) ? subgraphs.slice(0, 500) : []) {
    if (isObject(subgraph)) known.set(String(subgraph.id), subgraph)
  }
  addNodes(graph, workflow, '', known, 0)
  return graph.nodes.size ? graph : undefined
}

type Origin = [id: string, slot: number]

function addNodes(
  graph: Graph,
  level: JsonObject,
  prefix: string,
  subgraphs: Map<string, JsonObject>,
  depth: number
) {
  const links = linksOf(level)
  for (const node of Array.isArray(level.nodes) ? level.nodes : []) {
    if (!isObject(node) || graph.nodes.size > 20_000) continue
    const id = prefix + node.id
    const type = String(node.type)
    const inputs = { ...widgetValues(node, type), ...linkedInputs(node, prefix, links) }
    const subgraph = subgraphs.get(type)
    if (subgraph && depth < 8) {
      addNodes(graph, subgraph, `${id}:`, subgraphs, depth + 1)
      graph.add({
        id: `${id}:-10`,
        type: 'SubgraphInput',
        title: '',
        inputs: entrances(node, inputs),
      })
      graph.add({ id, type: 'Reroute', title: '', inputs: outputOf(subgraph, `${id}:`) })
    } else if (node.mode !== 2) {
      const passes = node.mode === 4 || type === 'Reroute'
      graph.add({ id, type: passes ? 'Reroute' : type, title: String(node.title ?? ''), inputs })
    }
  }
}

/** Link id → where it comes from; lists on the top level, objects inside subgraphs. */
function linksOf(level: JsonObject): Map<number, Origin> {
  const links = new Map<number, Origin>()
  for (const link of Array.isArray(level.links) ? level.links : []) {
    if (Array.isArray(link)) links.set(Number(link[0]), [String(link[1]), Number(link[2])])
    else if (isObject(link))
      links.set(Number(link.id), [String(link.origin_id), Number(link.origin_slot)])
  }
  return links
}

function linkedInputs(node: JsonObject, prefix: string, links: Map<number, Origin>): JsonObject {
  const inputs: JsonObject = Object.create(null)
  for (const input of Array.isArray(node.inputs) ? node.inputs : []) {
    const origin = links.get(Number(own(input, 'link') ?? Number.NaN))
    if (origin) inputs[String(own(input, 'name'))] = [prefix + origin[0], origin[1]]
  }
  return inputs
}

function widgetValues(node: JsonObject, type: string): JsonObject {
  const values = node.widgets_values
  const inputs: JsonObject = Object.create(null)
  if (isObject(values)) return Object.assign(inputs, values)
  if (!Array.isArray(values)) return inputs
  const names = Object.hasOwn(widgets, type) ? widgets[type] : declaredWidgets(node)
  for (const [index, name] of names.entries()) if (name !== '-') inputs[name] = values[index]
  if (!names.length && typeof values[0] === 'string') inputs.text = values[0]
  return inputs
}

/** Newer editors list the widgets among the inputs; a seed is followed by its "after generate". */
function declaredWidgets(node: JsonObject): string[] {
  const inputs = Array.isArray(node.inputs) ? node.inputs : []
  const names = inputs
    .map((input) => own(own(input, 'widget'), 'name'))
    .filter((name) => typeof name === 'string')
  return names.flatMap((name) => (/^(noise_)?seed$/.test(name) ? [name, '-'] : [name]))
}

/** The inputs of a subgraph in their order, for its inner nodes name them by number. */
function entrances(node: JsonObject, inputs: JsonObject): JsonObject {
  const names = (Array.isArray(node.inputs) ? node.inputs : []).map((input) =>
    String(own(input, 'name'))
  )
  return Object.fromEntries(names.map((name) => [name, inputs[name]]))
}

/** What feeds the first output of a subgraph. */
function outputOf(subgraph: JsonObject, prefix: string): JsonObject {
  for (const link of Array.isArray(subgraph.links) ? subgraph.links : []) {
    if (isObject(link) && link.target_id === -20 && link.target_slot === 0) {
      return { value: [`${prefix}${link.origin_id}`, Number(link.origin_slot)] }
    }
  }
  return {}
}
