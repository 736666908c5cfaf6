import { fail, limits, TemplateError } from '#studio/tokens/errors'
import { pickings } from '#studio/tokens/pickings'
import {
  pickRange,
  type Choice,
  type Node,
  type Option,
  type Template,
  type Wildcard,
  type WildcardLists,
} from '#studio/tokens/template'

/** How many results, and how long one may become: characters, and one more for each node. */
export type Measure = { count: bigint; size: number }
type Variables = Map<string, Measure>

/** `all`: every combination. `longest`: as many as the longest list, when all step together. */
export type Counting = 'all' | 'longest'

/**
 * Counts without making any result, so that a template of 10^30 is counted as fast as one
 * of ten. Templates are given one after the other: what one sets is known to the next.
 * Throws a TemplateError for all that cannot be made.
 */
export function counter(lists: WildcardLists, counting: Counting) {
  const join = counting === 'all' ? product : longer
  const listed = new WeakMap<Variables, Map<string, Measure>>()
  const entered: string[] = []
  let variables: Variables = new Map()
  let visited = 0

  return {
    define(name: string, template: Template) {
      variables = new Map(variables).set(name, measure(template, variables).measured)
    },
    count(template: Template) {
      const { measured, known } = measure(template, variables)
      variables = known
      return measured.count
    },
  }

  function measure(template: Template, known: Variables, column = 1) {
    const measured = { count: 1n, size: 0 }
    for (const node of template) {
      const part = node.type === 'assignment' ? assign(node) : measureNode(node, known)
      measured.count = join(measured.count, part.count)
      measured.size += part.size
      if (++visited > limits.nodes) fail('E_TOO_MANY', column, 'This template leads to too much.')
      if (measured.size > limits.result) {
        const most = limits.result.toLocaleString('en')
        fail('E_TOO_LONG', column, `A result could become longer than ${most} characters.`)
      }
    }
    return { measured, known }

    function assign({ name, value, immediate, onlyIfUnset }: Node & { type: 'assignment' }) {
      const { measured: meant } = measure(value, known)
      if (onlyIfUnset && known.has(name)) return { count: 1n, size: 1 }
      known = new Map(known).set(name, immediate ? { ...meant, count: 1n } : meant)
      return { count: immediate ? meant.count : 1n, size: immediate ? meant.size : 1 }
    }
  }

  function measureNode(node: Exclude<Node, { type: 'assignment' }>, known: Variables): Measure {
    if (node.type === 'text') return { count: 1n, size: node.text.length + 1 }
    if (node.type === 'choice') return choose(node, node.options, known)
    if (node.type === 'wildcard') return measureWildcard(node, known)
    if (node.type === 'wrapping') {
      const outer = measure(node.outer, known, 1).measured
      const inner = measure(node.inner, known, 1).measured
      return { count: join(outer.count, inner.count), size: outer.size * (inner.size + 1) }
    }
    const value = known.get(node.name)
    if (value) return { ...value, size: value.size + 1 }
    if (node.fallback) return measure(node.fallback, known, node.column).measured
    return fail('E_UNDEFINED', node.column, `Nothing is known as “${node.name}” here.`)
  }

  function measureWildcard(node: Wildcard, outside: Variables): Measure {
    const { path, column } = node
    if (entered.includes(path)) {
      const circle = [...entered.slice(entered.indexOf(path)), path].join(' → ')
      fail('E_CYCLE', column, `This wildcard leads back to itself: ${circle}.`)
    }
    if (entered.length === limits.wildcardDepth) {
      fail('E_TOO_DEEP', column, `Wildcards may name wildcards ${limits.wildcardDepth} deep.`)
    }
    const { options, problem } = lists.get(path)!
    if (problem) fail('E_WILDCARD', column, problem)
    const known = bound(node, outside)
    const key = `${path} ${node.sampler} ${node.picks.from}-${node.picks.to}`
    const before = listed.get(known)?.get(key)
    if (before) return before
    entered.push(path)
    const measured = atColumn(column, () => choose(node, options, known))
    entered.pop()
    listed.set(known, (listed.get(known) ?? new Map()).set(key, measured))
    return measured
  }

  function bound({ bindings }: Wildcard, outside: Variables) {
    if (!bindings.length) return outside
    const known = new Map(outside)
    for (const [name, value] of bindings) known.set(name, measure(value, outside).measured)
    return known
  }

  function choose(node: Choice | Wildcard, options: Option[], known: Variables): Measure {
    const { least, most } = pickRange(node.picks, options.length)
    if (most > limits.picks) {
      fail('E_TOO_MANY', node.column, `At most ${limits.picks} can be taken from a list at once.`)
    }
    const parts = options.map(({ template }) => measure(template, known, node.column).measured)
    const counts = parts.map(({ count }) => count)
    const longest = parts.reduce((size, part) => Math.max(size, part.size), 0)
    const size = 1 + most * (longest + node.picks.separator.length)
    if (node.sampler) return { count: 1n, size }
    if (counting === 'all') return { count: pickings(counts, least, most), size }
    return { count: counts.reduce(longer, BigInt(options.length)), size }
  }
}

function product(one: bigint, other: bigint) {
  return one * other
}

function longer(one: bigint, other: bigint) {
  return one > other ? one : other
}

/** What is wrong inside a wildcard is shown where the template names it. */
function atColumn<T>(column: number, read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error
    throw new TemplateError(error.code, column, error.message)
  }
}
