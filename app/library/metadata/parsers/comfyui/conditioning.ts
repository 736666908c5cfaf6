import { own } from '#library/metadata/values'
import { routed, type Graph, type Link, type Node } from '#library/metadata/parsers/comfyui/graph'
import { textOf } from '#library/metadata/parsers/comfyui/values'

/** What lies on the way from a sampler to its words. */
export interface Conditioning {
  texts: string[]
  guidance?: unknown
  clipSkip?: number
}

type Role = 'positive' | 'negative'

const deepest = 60
const encoded: Record<Role, string[]> = {
  positive: [
    'populated_text',
    'text',
    'prompt',
    'positive',
    'positive_prompt',
    'wildcard_text',
    'text_g',
    'text_l',
    't5xxl',
    'clip_l',
    'clip_g',
    'bert',
    'mt5xl',
    'caption',
    'tags',
    'lyrics',
    'instruction',
    'user_prompt',
  ],
  negative: [
    'negative_text',
    'negative',
    'negative_prompt',
    'text',
    'prompt',
    'populated_text',
    'wildcard_text',
    'text_g',
    'text_l',
    't5xxl',
    'clip_l',
    'clip_g',
    'bert',
    'mt5xl',
  ],
}
const conditions =
  /^(cond|conditioning|conds?|c)(_?\w+)?$|^(positive|negative|base|pipe|basic_pipe|sdxl_tuple|text_embeds|prompt_embeds|embeds|any\w*|input\d*|value)$/i

/** Follows a conditioning backwards through everything that only changes it, to the texts. */
export function readConditioning(graph: Graph, link: Link | undefined, role: Role): Conditioning {
  const found: Conditioning = { texts: [] }
  visit(graph, link, role, found, new Set(), 0)
  return found
}

function visit(
  graph: Graph,
  link: Link | undefined,
  role: Role,
  found: Conditioning,
  seen: Set<string>,
  depth: number
) {
  if (!link || depth > deepest) return
  const { node, slot } = link
  const visited = `${node.id} ${slot}`
  if (seen.has(visited) || seen.size > 2000) return
  seen.add(visited)
  const route = routed(graph, node, slot)
  if (route) return visit(graph, route, role, found, seen, depth + 1)
  if (/zero_?out/i.test(node.type)) return
  found.guidance ??= own(node.inputs, 'guidance')
  const texts = textsOf(graph, node, role)
  const before = texts.length ? whatItAddsTo(graph, node) : onward(graph, node, slot, role)
  for (const next of before) visit(graph, next, role, found, seen, depth + 1)
  if (texts.length) found.clipSkip ??= clipSkip(graph, node)
  for (const text of texts) if (!found.texts.includes(text)) found.texts.push(text)
}

/** GLIGEN's boxes and the like put words of their own behind those they are given. */
function whatItAddsTo(graph: Graph, node: Node): Link[] {
  return ['conditioning_to', 'conditioning'].flatMap((input) => graph.link(node, input) ?? [])
}

/** Nodes that carry both sides have them on outputs 0 and 1, as ControlNetApplyAdvanced does. */
function onward(graph: Graph, node: Node, slot: number, role: Role): Link[] {
  const pair = graph.link(node, 'positive') && graph.link(node, 'negative')
  if (pair) {
    const side = slot === 0 ? 'positive' : slot === 1 ? 'negative' : role
    return [graph.link(node, isPipe(node) ? role : side)!]
  }
  const links = graph.links(node).filter(({ input }) => conditions.test(input))
  return links.filter(({ input }) => !(role === 'positive' ? /^neg/i : /^pos/i).test(input))
}

const isPipe = ({ type }: Node) => /pipe|loader|tuple/i.test(type)

function textsOf(graph: Graph, node: Node, role: Role): string[] {
  const texts: string[] = []
  for (const input of encoded[role]) {
    if (!(input in node.inputs)) continue
    if (
      texts.length &&
      (input === 'text' ||
        input === 'prompt' ||
        input === 'populated_text' ||
        input === 'wildcard_text')
    )
      continue
    const value = node.inputs[input]
    if (typeof value !== 'string' && !leadsToText(graph, value)) continue
    const text = textOf(graph, value, role === 'negative')?.trim()
    if (text && !texts.includes(text)) texts.push(text)
  }
  return texts
}

/** A link named `positive` may carry words or a conditioning; encoders are no words. */
function leadsToText(graph: Graph, value: unknown): boolean {
  const source = graph.follow(value)?.node
  return (
    source !== undefined &&
    !('clip' in source.inputs) &&
    !('conditioning' in source.inputs) &&
    !/encode|condition|control|guid/i.test(source.type)
  )
}

function clipSkip(graph: Graph, encoder: Node): number | undefined {
  const loaded = Number(own(encoder.inputs, 'clip_skip'))
  if (loaded && Math.abs(loaded) < 24) return Math.abs(loaded)
  let link = graph.link(encoder, 'clip')
  for (let depth = 0; link && depth < deepest; depth++) {
    const layer = Number(own(link.node.inputs, 'stop_at_clip_layer'))
    if (layer) return Math.abs(layer)
    link = graph.link(link.node, 'clip') ?? routed(graph, link.node, link.slot) ?? undefined
  }
  return undefined
}
