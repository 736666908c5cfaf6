import { isObject, type Schema } from '#studio/forms/json_schema'
import type { Binding, Json, ModelReference } from '#studio/providers/shapes'

export const checkpointPrefix = 'checkpoint/'

/** The graph to be run and what of it can be set: the pasted one, or the usual one around a checkpoint. */
export function graphOf({ ref, workflow, bindings }: ModelReference) {
  if (isObject(workflow)) return { graph: workflow, bindings: bindings ?? [] }
  return { graph: usualGraph(ref.slice(checkpointPrefix.length)), bindings: usualBindings }
}

/** A copy of the graph with the parameters at the inputs they are bound to. */
export function filled(
  reference: ModelReference,
  parameters: Record<string, Json>,
  prefix: string
) {
  const { graph, bindings } = graphOf(reference)
  const copy = structuredClone(graph)
  for (const { parameter, node, input } of bindings) {
    const inputs = inputsOf(copy, node)
    if (inputs && parameters[parameter] !== undefined) inputs[input] = parameters[parameter]
  }
  for (const node of Object.keys(copy)) {
    const inputs = inputsOf(copy, node)
    if (inputs && typeof inputs.filename_prefix === 'string') inputs.filename_prefix = prefix
  }
  return copy
}

export function classesOf(graph: Schema) {
  const classes = Object.values(graph).map((node) => (isObject(node) ? node.class_type : null))
  return [...new Set(classes.filter((each) => typeof each === 'string'))]
}

function inputsOf(graph: Schema, node: string) {
  const found = graph[node]
  return isObject(found) && isObject(found.inputs) ? found.inputs : null
}

/** What ComfyUI itself begins with. */
function usualGraph(checkpoint: string): Schema {
  const encode = (text: string) => ({
    class_type: 'CLIPTextEncode',
    inputs: { text, clip: ['4', 1] },
  })
  return {
    '3': {
      class_type: 'KSampler',
      inputs: {
        seed: 0,
        steps: 20,
        cfg: 7,
        sampler_name: 'euler',
        scheduler: 'normal',
        denoise: 1,
        model: ['4', 0],
        positive: ['6', 0],
        negative: ['7', 0],
        latent_image: ['5', 0],
      },
    },
    '4': { class_type: 'CheckpointLoaderSimple', inputs: { ckpt_name: checkpoint } },
    '5': { class_type: 'EmptyLatentImage', inputs: { width: 512, height: 512, batch_size: 1 } },
    '6': encode(''),
    '7': encode(''),
    '8': { class_type: 'VAEDecode', inputs: { samples: ['3', 0], vae: ['4', 2] } },
    '9': { class_type: 'SaveImage', inputs: { images: ['8', 0], filename_prefix: 'atelier' } },
  }
}

const usualBindings: Binding[] = [
  { parameter: 'prompt', node: '6', input: 'text' },
  { parameter: 'negative_prompt', node: '7', input: 'text' },
  { parameter: 'width', node: '5', input: 'width' },
  { parameter: 'height', node: '5', input: 'height' },
  { parameter: 'batch_size', node: '5', input: 'batch_size' },
  { parameter: 'seed', node: '3', input: 'seed' },
  { parameter: 'steps', node: '3', input: 'steps' },
  { parameter: 'cfg', node: '3', input: 'cfg' },
  { parameter: 'sampler_name', node: '3', input: 'sampler_name' },
  { parameter: 'scheduler', node: '3', input: 'scheduler' },
]
