import { classOf, inputsOf, scalarInputs, type Workflow } from '#studio/catalog/workflows'
import type { Schema } from '#studio/forms/json_schema'
import type { Binding, Json } from '#studio/providers/shapes'

/** Inputs that mean the same wherever they stand. */
const known: Record<string, string> = {
  seed: 'seed',
  noise_seed: 'seed',
  steps: 'steps',
  cfg: 'cfg',
  guidance: 'guidance',
  sampler_name: 'sampler_name',
  scheduler: 'scheduler',
  denoise: 'denoise',
  ckpt_name: 'checkpoint',
  unet_name: 'checkpoint',
  lora_name: 'lora',
  strength_model: 'lora_strength',
}
const sizes: Record<string, string> = { width: 'width', height: 'height', batch_size: 'batch_size' }
const deepest = 12

/**
 * Which parameters a graph most likely has: what its samplers, loaders and empty pictures are set
 * to, and the texts that reach a sampler. A parameter met twice is another one, but for the seed:
 * every sampler gets the same.
 */
export function proposeBindings({ workflow, placeholders }: Workflow): Binding[] {
  const bound = [...placeholders]
  const isFree = ({ node, input }: Pick<Binding, 'node' | 'input'>) =>
    !bound.some((binding) => binding.node === node && binding.input === input)
  for (const { parameter, node, input } of candidates(workflow)) {
    if (!isFree({ node, input })) continue
    const names = bound.map((binding) => binding.parameter)
    bound.push({
      parameter: parameter === 'seed' ? parameter : unused(parameter, names),
      node,
      input,
    })
  }
  return bound
}

function candidates(workflow: Schema): Binding[] {
  return [
    ...prompts(workflow),
    ...scalarInputs(workflow).flatMap(({ node, input, value }) => {
      const parameter = meaningOf(classOf(workflow, node), input, value)
      return parameter ? [{ parameter, node, input }] : []
    }),
  ]
}

function meaningOf(classType: string, input: string, value: Json) {
  if (/^Empty.*Latent|^EmptyImage/.test(classType)) return sizes[input]
  if (/^LoadImage/.test(classType)) return input === 'image' ? 'image' : undefined
  return typeof value === 'boolean' ? undefined : known[input]
}

/** Followed back from where they are used; where nothing uses any as such, in the order of the graph. */
function prompts(workflow: Schema): Binding[] {
  const nodes = Object.keys(workflow)
  const from = (input: string) =>
    nodes.flatMap((node) => textBehind(workflow, inputsOf(workflow, node)[input]))
  const positive = [...from('positive'), ...from('conditioning')][0]
  const negative = from('negative').find((node) => node !== positive)
  if (positive) {
    return [
      text(workflow, 'prompt', positive),
      ...(negative ? [text(workflow, 'negative_prompt', negative)] : []),
    ]
  }
  const texts = nodes.filter(
    (node) => textInput(workflow, node) && /TextEncode/.test(classOf(workflow, node))
  )
  return texts
    .slice(0, 2)
    .map((node, nth) => text(workflow, ['prompt', 'negative_prompt'][nth], node))
}

function text(workflow: Schema, parameter: string, node: string): Binding {
  return { parameter, node, input: textInput(workflow, node)! }
}

/** The first node with a text on the way back along a link. */
function textBehind(workflow: Schema, link: Json | undefined, depth = 0): string[] {
  if (!Array.isArray(link) || depth > deepest) return []
  const node = String(link[0])
  if (textInput(workflow, node)) return [node]
  const inputs = inputsOf(workflow, node)
  for (const name of ['conditioning', 'conditioning_1', 'positive', 'text', 'string', 'value']) {
    const found = textBehind(workflow, inputs[name], depth + 1)
    if (found.length) return found
  }
  return []
}

function textInput(workflow: Schema, node: string) {
  const inputs = inputsOf(workflow, node)
  return ['text', 'prompt', 'string', 'value', 'text_g', 't5xxl'].find(
    (name) => typeof inputs[name] === 'string'
  )
}

function unused(name: string, taken: string[]) {
  let free = name
  for (let nth = 2; taken.includes(free); nth += 1) free = `${name}_${nth}`
  return free
}
