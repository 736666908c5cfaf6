import {
  integer,
  isObject,
  modelName,
  number,
  own,
  seed,
  text,
  without,
  type JsonObject,
} from '#library/metadata/values'
import { loras } from '#library/metadata/plain_facts'
import type { Facts } from '#library/metadata/facts'
import type { Found } from '#library/metadata/found'
import type { Parser } from '#library/metadata/parsers/parser'

/** InvokeAI in its three generations: `invokeai_metadata`, `sd-metadata`, `Dream`. */
export const invokeai: Parser = {
  name: 'invokeai',
  read(found) {
    const facts = third(found) ?? second(found) ?? first(found)
    return facts ? { ...facts, generator: 'invokeai', ai: true } : null
  },
}

type Read = Facts & { where: string }

function third(found: Found): Read | undefined {
  const value = found.object('invokeai_metadata') ?? coreMetadata(found.object('invokeai_graph'))
  if (!value) return undefined
  const model = value.model
  return {
    prompt: text(value.positive_prompt),
    negativePrompt: text(value.negative_prompt),
    model: modelName(own(model, 'name') ?? own(model, 'model_name') ?? model),
    modelHash: text(own(model, 'hash')),
    vae: modelName(own(value.vae, 'name') ?? own(value.vae, 'model_name')),
    seed: seed(value.seed),
    sampler: text(value.scheduler),
    steps: integer(value.steps),
    cfgScale: number(value.cfg_scale),
    distilledCfg: number(value.guidance),
    denoise: number(value.strength),
    clipSkip: integer(value.clip_skip) || undefined,
    loras: loras(value.loras),
    generatedWidth: integer(value.width),
    generatedHeight: integer(value.height),
    mode: text(value.generation_mode),
    generatorVersion: text(value.app_version),
    hasWorkflow: found.text('invokeai_workflow', 'invokeai_graph') !== undefined,
    extra: without(value, 'positive_prompt', 'negative_prompt'),
    where: found.where('invokeai_metadata', 'invokeai_graph'),
  }
}

/** The 3.0 betas kept the metadata as a node of the graph. */
function coreMetadata(graph: JsonObject | undefined): JsonObject | undefined {
  const nodes = Object.values(isObject(graph?.nodes) ? graph.nodes : {})
  return nodes.find((node): node is JsonObject => own(node, 'type') === 'core_metadata')
}

function second(found: Found): Read | undefined {
  const value = found.object('sd-metadata')
  const image = Array.isArray(value?.image) ? value.image[0] : value?.image
  if (!value || !isObject(image)) return undefined
  return {
    ...splitNegative(promptText(image.prompt)),
    model: modelName(value.model_weights ?? value.model),
    modelHash: text(value.model_hash),
    generatorVersion: text(value.app_version),
    seed: seed(image.seed),
    sampler: text(image.sampler),
    steps: integer(image.steps),
    cfgScale: number(image.cfg_scale),
    denoise: number(image.strength),
    generatedWidth: integer(image.width),
    generatedHeight: integer(image.height),
    mode: text(image.type),
    extra: without(image, 'prompt'),
    where: found.where('sd-metadata'),
  }
}

function promptText(prompt: unknown): string {
  if (!Array.isArray(prompt)) return text(prompt) ?? ''
  return prompt.map((part) => text(own(part, 'prompt') ?? part) ?? '').join(' ')
}

/** A negative prompt stands in square brackets inside the prompt, more than once if need be. */
function splitNegative(prompt: string) {
  const negative: string[] = []
  const positive = prompt.replace(/\[([^[\]]*)\]/g, (_, inside) => {
    negative.push(inside.trim())
    return ''
  })
  return { prompt: text(positive), negativePrompt: text(negative.join(', ')) }
}

function first(found: Found): Read | undefined {
  const dream = found.text('dream')
  const match = /^\s*"((?:[^"\\]|\\.)*)"(.*)$/s.exec((dream ?? '').slice(0, 100_000))
  if (!match) return undefined
  const flags = new Map(
    [...match[2].matchAll(/(?:^|\s)-(\w+)\s+(\S+)/g)].map(([, name, value]) => [name, value])
  )
  return {
    ...splitNegative(match[1]),
    seed: seed(flags.get('S')),
    sampler: text(flags.get('A')),
    steps: integer(flags.get('s')),
    cfgScale: number(flags.get('C')),
    denoise: number(flags.get('f')),
    generatedWidth: integer(flags.get('W')),
    generatedHeight: integer(flags.get('H')),
    extra: { dream },
    where: found.where('dream'),
  }
}
