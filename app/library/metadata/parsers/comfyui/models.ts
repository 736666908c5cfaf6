import { isObject, modelName, number, own } from '#library/metadata/values'
import { routed, type Graph, type Link, type Node } from '#library/metadata/parsers/comfyui/graph'
import { firstLiteral } from '#library/metadata/parsers/comfyui/values'
import type { Lora } from '#library/metadata/facts'

const names = [
  'ckpt_name',
  'unet_name',
  'base_ckpt_name',
  'model_name',
  'gguf_name',
  'checkpoint',
  'model_path',
  'checkpoint_name',
  'diffusion_model',
  'model',
]
const upstream = [
  'model',
  'unet',
  'MODEL',
  'model1',
  'base_model',
  'sdxl_tuple',
  'pipe',
  'basic_pipe',
  'model_opt',
  'any_01',
  'value',
  'input1',
  'model_a',
]
const deepest = 80

/** Model and LoRAs on the way up a sampler's model input. */
export function readModels(
  graph: Graph,
  from: Link | undefined
): { model?: string; loras: Lora[] } {
  const loras: Lora[] = []
  const seen = new Set<Node>()
  let link = from
  for (let depth = 0; link && depth < deepest && !seen.has(link.node); depth++) {
    const { node, slot } = link
    seen.add(node)
    loras.push(...lorasOf(graph, node))
    const model = modelName(modelLiteral(graph, node))
    if (model) return { model, loras: distinct(loras) }
    link = routed(graph, node, slot) ?? onward(graph, node)
  }
  return { loras: distinct(loras) }
}

function modelLiteral(graph: Graph, node: Node): unknown {
  const value = firstLiteral(
    graph,
    node,
    names.filter((name) => !(name === 'model' && Array.isArray(node.inputs.model)))
  )
  return typeof value === 'string' ? value : undefined
}

function onward(graph: Graph, node: Node): Link | undefined {
  for (const input of upstream) {
    const link = graph.link(node, input)
    if (link) return link
  }
  return undefined
}

function lorasOf(graph: Graph, node: Node): Lora[] {
  const { inputs } = node
  const loras: Lora[] = []
  const add = (name: unknown, weight: unknown) => {
    const known = modelName(name)
    const strength = number(weight)
    if (known && !(strength !== undefined && Math.abs(strength) < 0.001))
      loras.push({ name: known, weight: strength })
  }
  if ('lora_name' in inputs) {
    add(
      firstLiteral(graph, node, ['lora_name']),
      firstLiteral(graph, node, ['strength_model', 'strength', 'lora_weight', 'weight'])
    )
  }
  for (const [key, value] of Object.entries(inputs)) {
    if (isObject(value) && typeof own(value, 'lora') === 'string') {
      if (own(value, 'on') !== false) add(own(value, 'lora'), own(value, 'strength'))
      continue
    }
    const numbered = /^lora_(?:name_)?0*(\d+)$|^lora_name0*(\d+)$/.exec(key)
    if (!numbered || typeof value !== 'string') continue
    const index = Number(numbered[1] ?? numbered[2])
    if (/off/i.test(String(own(inputs, `switch_${index}`) ?? ''))) continue
    add(
      value,
      [
        `strength_${index}`,
        `strength_0${index}`,
        `model_weight_${index}`,
        `lora_wt_${index}`,
        `model_str_${index}`,
      ]
        .map((name) => own(inputs, name))
        .find((weight) => weight !== undefined)
    )
  }
  return loras
}

function distinct(loras: Lora[]): Lora[] {
  return loras.filter(({ name }, at) => loras.findIndex((other) => other.name === name) === at)
}
