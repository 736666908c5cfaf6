import { isObject, own, type JsonObject } from '#library/metadata/values'

/** One node of an executed graph. Inputs are literals or links. */
export interface Node {
  id: string
  type: string
  title: string
  inputs: JsonObject
}

/** Which output of which node feeds an input. */
export interface Link {
  node: Node
  slot: number
}

/** A ComfyUI graph in API form: `{id: {class_type, inputs: {name: literal | [id, slot]}}}`. */
export class Graph {
  readonly nodes = new Map<string, Node>()
  #steps = 20_000

  /** Undefined when the object holds no nodes. */
  static from(source: unknown): Graph | undefined {
    if (!isObject(source)) return undefined
    const graph = new Graph()
    for (const [id, value] of Object.entries(source).slice(0, 20_000)) {
      const type = own(value, 'class_type')
      const inputs = own(value, 'inputs')
      if (typeof type !== 'string') continue
      const title = own(own(value, '_meta'), 'title')
      graph.add({
        id,
        type,
        title: typeof title === 'string' ? title : '',
        inputs: isObject(inputs) ? inputs : {},
      })
    }
    return graph.nodes.size ? graph : undefined
  }

  /** False once following this graph has cost too much: branches that meet again can be walked without end. */
  mayStep(): boolean {
    return this.#steps-- > 0
  }

  add(node: Node) {
    this.nodes.set(node.id, node)
  }

  /** What is linked to this input; undefined when it holds a literal or nothing. */
  link(node: Node, input: string): Link | undefined {
    return this.follow(own(node.inputs, input))
  }

  follow(value: unknown): Link | undefined {
    if (!Array.isArray(value) || value.length !== 2) return undefined
    const source = this.nodes.get(String(value[0]))
    return source ? { node: source, slot: Number(value[1]) || 0 } : undefined
  }

  /** All linked inputs in the order written. */
  links(node: Node): (Link & { input: string })[] {
    return Object.entries(node.inputs).flatMap(([input, value]) => {
      const link = this.follow(value)
      return link ? [{ ...link, input }] : []
    })
  }

  /** Nodes that nobody reads from: where the executed graph ends. */
  ends(): Node[] {
    const read = new Set<Node>()
    for (const node of this.nodes.values())
      for (const { node: source } of this.links(node)) read.add(source)
    return [...this.nodes.values()].filter((node) => !read.has(node))
  }
}

/** Nodes that hand on one of their inputs, and which one: switches and the like. */
export function routed(graph: Graph, node: Node, slot: number): Link | undefined | null {
  const { type, inputs } = node
  if (type === 'ComfySwitchNode' || 'on_true' in inputs) {
    const chosen = own(inputs, 'switch') ?? own(inputs, 'boolean') ?? own(inputs, 'condition')
    return graph.link(
      node,
      chosen === true || chosen === 'true' || chosen === 1 ? 'on_true' : 'on_false'
    )
  }
  if (/switch/i.test(type)) return chosenInput(graph, node)
  if (/^Context\b.*\(rgthree\)/.test(type)) return ofContext(graph, node, slot)
  if (type === 'SubgraphInput') return graph.follow(Object.values(inputs)[slot])
  if (/reroute/i.test(type)) return graph.links(node)[0]
  const set = own(inputs, 'Constant')
  if (/^GetNode$/i.test(type) && typeof set === 'string') return setterOf(graph, set)
  return slot >= 0 ? null : undefined
}

const contextOutputs = [
  'base_ctx',
  'model',
  'clip',
  'vae',
  'positive',
  'negative',
  'latent',
  'images',
  'seed',
  'steps',
  'step_refiner',
  'cfg',
  'ckpt_name',
  'sampler',
  'scheduler',
]

/** A context hands on each of its inputs under its own number, and what it lacks from the one before. */
function ofContext(graph: Graph, node: Node, slot: number): Link | undefined {
  const held = slot > 0 ? graph.link(node, contextOutputs[slot] ?? '') : undefined
  const before = graph.link(node, 'base_ctx') ?? graph.link(node, 'ctx_01')
  return held ?? (before && { node: before.node, slot })
}

function chosenInput(graph: Graph, node: Node): Link | undefined {
  const links = graph.links(node)
  const choice = ['select', 'Input', 'input', 'index', 'switch_setting']
    .map((name) => Number(own(node.inputs, name)))
    .find((value) => value > 0)
  if (choice) {
    const named = links.find(({ input }) => Number(/(\d+)$/.exec(input)?.[1]) === choice)
    if (named) return named
  }
  return links[0]
}

function setterOf(graph: Graph, name: string): Link | undefined {
  for (const node of graph.nodes.values()) {
    if (/^SetNode$/i.test(node.type) && own(node.inputs, 'Constant') === name)
      return graph.links(node)[0]
  }
  return undefined
}
