import { fail, limits } from '#studio/tokens/errors'
import { rangeValues } from '#studio/tokens/ranges'
import { onePick, trimmed, type Node, type Option, type Template } from '#studio/tokens/template'
import {
  assignmentStart,
  comment,
  countOf,
  escaped,
  pickStart,
  referenceStart,
  samplerOf,
  separatorStart,
  weightStart,
  wildcardStart,
} from '#studio/tokens/signs'

type Stops = readonly string[]

/**
 * Reads a prompt template, grammar AF1. Choices are numbered in the order of their
 * braces, after `prefix`; with null they have no names, as in wildcards and parameters.
 * Throws a TemplateError that knows its column.
 */
export function parseTemplate(text: string, prefix: string | null = ''): Template {
  let at = 0
  let depth = 0
  let numbered = 0
  let named = prefix !== null

  if (text.length > limits.characters) {
    const most = limits.characters.toLocaleString('en')
    fail('E_TOO_LONG', limits.characters + 1, `A template may have ${most} characters at most.`)
  }
  return readTemplate([])

  function readTemplate(stops: Stops): Template {
    const nodes: Template = []
    while (at < text.length && !stops.some((stop) => text.startsWith(stop, at))) {
      const node = readNode()
      const last = nodes.at(-1)
      if (node?.type === 'text' && last?.type === 'text' && node.escaped === last.escaped) {
        last.text += node.text
      } else if (node) nodes.push(node)
    }
    return nodes
  }

  function readNode(): Node | null {
    if (skipComment()) return null
    const sign = text[at]
    if (sign === '\\') return readEscape()
    if (sign === '{') return deeper(readChoice)
    if (sign === '$' && text[at + 1] === '{') return deeper(readVariable)
    if (sign === '%' && text[at + 1] === '{') return deeper(readWrapping)
    const wildcard = sign === '_' && take(wildcardStart)
    return wildcard ? readWildcard(wildcard) : { type: 'text', text: text[at++] }
  }

  function readEscape(): Node {
    const match = take(escaped)
    if (match) return { type: 'text', text: match[1], escaped: true }
    at += 1
    return { type: 'text', text: '\\' }
  }

  function skipComment() {
    return (at === 0 || text[at - 1] === '\n') && take(comment)
  }

  function readChoice(): Node {
    const open = at++
    const name = named ? `${prefix}${++numbered}` : null
    const sampler = samplerOf(take(/[~@!]/y)?.[0])
    const count = take(pickStart)
    const separator = count && take(separatorStart)?.[1]?.replace(/\\(.)/gs, '$1')
    const picks = count ? { ...countOf(count[1]), separator: separator ?? ',' } : onePick
    const options = readOptions(open)
    const [only] = options
    if (count && options.length === 1 && only.template.length === 1) {
      const [node] = only.template
      if (node.type === 'wildcard') return { ...node, sampler, picks }
    }
    return { type: 'choice', name, sampler, picks, options, column: open + 1 }
  }

  function readOptions(open: number) {
    const options: Option[] = []
    do {
      options.push(...readOption())
      if (options.length > limits.options) {
        const most = limits.options.toLocaleString('en')
        fail('E_TOO_MANY', open + 1, `A choice may have ${most} options at most.`)
      }
    } while (text[at++] === '|')
    if (text[at - 1] !== '}') fail('E_UNCLOSED', open + 1, 'This “{” is never closed.')
    const possible = options.filter(({ weight }) => weight > 0)
    if (!possible.length) fail('E_RANGE', open + 1, 'Every option of this choice has the weight 0.')
    return possible
  }

  function readOption(): Option[] {
    const weight = Number(take(weightStart)?.[1] ?? 1)
    const start = at
    const template = trimmed(readTemplate(['|', '}']))
    const values = rangeValues(text.slice(start, at).trim(), start + 1)
    if (!values) return [{ weight, template }]
    return values.map((value) => ({ weight, template: [{ type: 'text', text: value }] }))
  }

  function readVariable(): Node {
    const open = at
    const assignment = take(assignmentStart)
    if (assignment) {
      const [, name, how] = assignment
      const value = unnamed(() => readTemplate(['}']))
      close('}', open)
      const when = { immediate: how.endsWith('!'), onlyIfUnset: how.startsWith('?') }
      return { type: 'assignment', name, ...when, value }
    }
    const [, name, colon] = take(referenceStart) ?? []
    if (!name) fail('E_VARIABLE', open + 1, 'A variable is written ${name} or ${name=value}.')
    const fallback = colon ? unnamed(() => readTemplate(['}'])) : null
    if (!colon && at < text.length && text[at] !== '}') {
      fail('E_VARIABLE', at + 1, `After \${${name} comes “}”, “:” or “=”.`)
    }
    close('}', open)
    return { type: 'reference', name, fallback, column: open + 1 }
  }

  function readWrapping(): Node {
    const open = at
    at += 2
    const outer = readTemplate(['$$', '}'])
    if (text[at] === '}')
      fail('E_VARIABLE', open + 1, 'A wrapping is written %{around ...$$inside}.')
    close('$$', open)
    const inner = readTemplate(['}'])
    close('}', open)
    return { type: 'wrapping', outer, inner }
  }

  function readWildcard([written, sampler, path, bracket]: RegExpExecArray): Node {
    const open = at - written.length
    const bindings = bracket ? unnamed(() => readBindings(open)) : []
    return {
      type: 'wildcard',
      path,
      sampler: samplerOf(sampler),
      picks: onePick,
      bindings,
      column: open + 1,
    }
  }

  function readBindings(open: number) {
    const bindings: [string, Template][] = []
    do {
      const [, name] = take(/\s*([\p{L}_][\p{L}\p{N}_-]*)\s*=/uy) ?? []
      if (!name)
        fail('E_VARIABLE', at + 1, 'A wildcard takes variables as (name=value, other=value).')
      bindings.push([name, trimmed(readTemplate([',', ')']))])
    } while (text[at++] === ',')
    at -= 1
    close(')__', open)
    return bindings
  }

  function deeper(read: () => Node): Node {
    if (++depth > limits.nesting) {
      fail('E_TOO_DEEP', at + 1, `Braces may be nested ${limits.nesting} deep.`)
    }
    const node = read()
    depth -= 1
    return node
  }

  /** A variable and a wildcard give what is inside them their own name. */
  function unnamed<T>(read: () => T): T {
    const before = named
    named = false
    const result = read()
    named = before
    return result
  }

  function take(pattern: RegExp) {
    pattern.lastIndex = at
    const match = pattern.exec(text)
    if (match) at = pattern.lastIndex
    return match
  }

  function close(sign: string, open: number) {
    if (!text.startsWith(sign, at)) {
      const opening = text[open] === '_' ? '(' : text.slice(open, text.indexOf('{', open) + 1)
      fail('E_UNCLOSED', open + 1, `This “${opening}” is never closed.`)
    }
    at += sign.length
  }
}
