import { own } from '#library/metadata/values'
import { routed, type Graph, type Link, type Node } from '#library/metadata/parsers/comfyui/graph'

const valueInputs = [
  'value',
  'Value',
  'int',
  'float',
  'number',
  'seed',
  'noise_seed',
  'INT',
  'FLOAT',
  'a',
  'ckpt_name',
  'sampler_name',
  'scheduler',
]
const deepest = 40
const longest = 100_000

/** The literal an input ends in: its own, or that of the primitive, switch or reroute it is linked to. */
export function literal(graph: Graph, node: Node, input: string, depth = 0): unknown {
  const value = own(node.inputs, input)
  if (!Array.isArray(value)) {
    return typeof value === 'object' && value !== null
      ? (own(value, 'content') ?? own(value, '__value__'))
      : value
  }
  const link = graph.follow(value)
  return link && linkedLiteral(graph, link, input, depth + 1)
}

/** The first of several inputs that ends in a literal. */
export function firstLiteral(graph: Graph, node: Node | undefined, inputs: string[]): unknown {
  if (!node) return undefined
  for (const input of inputs) {
    const value = literal(graph, node, input)
    if (value !== undefined && value !== null) return value
  }
  return undefined
}

function linkedLiteral(graph: Graph, { node, slot }: Link, wanted: string, depth: number): unknown {
  if (depth > deepest || !graph.mayStep()) return undefined
  const route = routed(graph, node, slot)
  if (route) return linkedLiteral(graph, route, wanted, depth + 1)
  for (const input of [wanted, ...valueInputs]) {
    if (input in node.inputs) {
      const value = literal(graph, node, input, depth + 1)
      if (value !== undefined && value !== null) return value
    }
  }
  return undefined
}

const textInputs = [
  'populated_text',
  'result',
  'text',
  'string',
  'value',
  'prompt',
  'positive',
  'Text',
  'STRING',
  'text_0',
  'multiline_text',
  'wildcard_text',
  'text_positive',
  'positive_prompt',
  'content',
  'input',
  'any',
  'anything',
  'source',
  'in1',
  'text_a',
  'text1',
  'string_a',
  'String',
]

/** The text an input ends in, joined where nodes join texts; undefined where it only existed while running. */
export function textOf(
  graph: Graph,
  value: unknown,
  negative = false,
  depth = 0
): string | undefined {
  if (typeof value === 'string') return value.slice(0, longest)
  const link = graph.follow(value)
  if (!link || depth > deepest || !graph.mayStep()) return undefined
  const { node, slot } = link
  const route = routed(graph, node, slot)
  if (route) return textOf(graph, [route.node.id, route.slot], negative, depth + 1)
  const shown = own(node.inputs, 'text_0')
  if (/show/i.test(node.type) && typeof shown === 'string') return shown
  return joinedText(graph, node, negative, depth) ?? singleText(graph, node, slot, negative, depth)
}

const joins = [/^string_?[a-z]$/i, /^text_?[a-z0-9]$/i, /^(prompt|string|input)_?\d+$/i]

/** StringConcatenate, Text Concatenate, JoinStrings …: several inputs, perhaps a delimiter. */
function joinedText(
  graph: Graph,
  node: Node,
  negative: boolean,
  depth: number
): string | undefined {
  if (!/concat|join|combine|merge|append/i.test(node.type)) return undefined
  const names = Object.keys(node.inputs).filter((name) =>
    joins.some((pattern) => pattern.test(name))
  )
  const parts = names
    .map((name) => textOf(graph, node.inputs[name], negative, depth + 1))
    .filter((part) => part)
  const delimiter = own(node.inputs, 'delimiter') ?? own(node.inputs, 'separator') ?? ', '
  const between = typeof delimiter === 'string' ? delimiter.replaceAll('\\n', '\n') : ''
  return parts.length ? parts.join(between).slice(0, longest) : undefined
}

function singleText(graph: Graph, node: Node, slot: number, negative: boolean, depth: number) {
  const opposite = negative || (slot === 1 && 'text_negative' in node.inputs)
  const names = opposite
    ? ['text_negative', 'negative', 'negative_prompt', ...textInputs]
    : textInputs
  for (const name of names) {
    if (!(name in node.inputs)) continue
    const text = textOf(graph, node.inputs[name], negative, depth + 1)
    if (text?.trim()) return text
  }
  return undefined
}
