import { integer, modelName, number, own, seed, text } from '#library/metadata/values'
import { compact, type Facts } from '#library/metadata/facts'
import { textOf } from '#library/metadata/parsers/comfyui/values'
import type { Graph } from '#library/metadata/parsers/comfyui/graph'

const worded = /Text(Encode|.?Box)|ShowText|PromptStash|Prompt|String.*Multiline|PrimitiveString/i

/** What can be said of a graph that leads nowhere known: the values of all its nodes, first come first served. */
export function scanGraph(graph: Graph): Facts {
  const facts: Facts = {}
  const positive: string[] = []
  const negative: string[] = []
  for (const { type, title, inputs } of graph.nodes.values()) {
    if (worded.test(type)) {
      const words = text(
        textOf(
          graph,
          ['text', 'prompt', 'value', 'string', 'text_0', 'positive']
            .map((name) => own(inputs, name))
            .find((value) => value !== undefined)
        )
      )
      if (words) (/neg/i.test(`${type} ${title}`) ? negative : positive).push(words)
    }
    facts.model ??= modelName(own(inputs, 'ckpt_name') ?? own(inputs, 'unet_name'))
    facts.vae ??= modelName(own(inputs, 'vae_name'))
    facts.seed ??= seed(own(inputs, 'seed') ?? own(inputs, 'noise_seed'))
    facts.steps ??= integer(own(inputs, 'steps'))
    facts.cfgScale ??= number(own(inputs, 'cfg'))
    facts.sampler ??= text(own(inputs, 'sampler_name'))
    facts.scheduler ??= text(own(inputs, 'scheduler'))
  }
  const [prompt, second] = positive
  return compact({
    ...facts,
    prompt,
    negativePrompt: negative[0] ?? (second !== prompt ? second : undefined),
  })
}
