import type { Decide } from '#studio/tokens/deciding'
import { placeIn } from '#studio/tokens/drawing'
import {
  builtIn,
  pickRange,
  wildcardName,
  type Node,
  type Option,
  type Picks,
  type Sampler,
  type Template,
  type Wildcard,
  type WildcardLists,
} from '#studio/tokens/template'

/** Text as it is, or a template with what was known where it was written. */
export type Variable = string | { template: Template; variables: Variables }
export type Variables = ReadonlyMap<string, Variable>

export interface Rendering {
  lists: WildcardLists
  /** What decides where the template asks for nothing else, and for `~` and `@`. */
  decide: Decide
  draw: Decide
  step: Decide
  variables: Variables
}

type Scope = { variables: Variables; decide: Decide; place: number }

/**
 * Makes one result of templates, one after the other: what one sets is known to the next.
 * They must have been counted before, which finds everything that cannot be made.
 */
export function renderer({ lists, decide, draw, step, variables }: Rendering) {
  const choices = new Map<string, string>()
  const outermost: Scope = { variables, decide, place: 0 }

  return {
    choices,
    record,
    /** What is drawn depends on where it stands: `place` tells templates apart. */
    render(template: Template, place: number) {
      outermost.place = place
      return render(template, outermost)
    },
  }

  /** What is set is known from here on in this scope, and to no other. */
  function render(template: Template, scope: Scope): string {
    let text = ''
    let nth = 0
    for (const node of template) {
      if (node.type === 'text') text += node.text
      else if (node.type === 'assignment') assign(node, scope, placeIn(scope.place, node.name))
      else text += renderNode(node, inside(scope, placeIn(scope.place, ++nth)))
    }
    return text
  }

  function assign(node: Node & { type: 'assignment' }, scope: Scope, place: number) {
    const { name, value: template, immediate, onlyIfUnset } = node
    const { variables: known } = scope
    if (onlyIfUnset && known.has(name)) return
    const value = immediate
      ? render(template, inside(scope, place))
      : { template, variables: known }
    scope.variables = new Map(known).set(name, value)
  }

  function renderNode(node: Exclude<Node, { type: 'text' | 'assignment' }>, scope: Scope): string {
    switch (node.type) {
      case 'choice':
        return record(node.name, pick(node.options, node.picks, sampled(node.sampler, scope)))
      case 'wildcard':
        return renderWildcard(node, sampled(node.sampler, scope))
      case 'wrapping': {
        const outer = render(node.outer, inside(scope, placeIn(scope.place, 'outer')))
        const inner = render(node.inner, inside(scope))
        return outer.split('...').join(inner)
      }
      case 'reference': {
        const name = builtIn.includes(node.name) ? null : node.name
        return record(name, valueOf(node, scope))
      }
    }
  }

  function valueOf({ name, fallback }: Node & { type: 'reference' }, scope: Scope) {
    const value = scope.variables.get(name)
    if (typeof value === 'string') return value
    if (value) return render(value.template, { ...scope, variables: value.variables })
    return render(fallback ?? [], inside(scope))
  }

  function renderWildcard({ path, picks, bindings }: Wildcard, scope: Scope) {
    const { options } = lists.get(path)!
    const text = pick(options, picks, bindings.length ? bound(bindings, scope) : scope)
    return record(wildcardName(path), text)
  }

  function pick(options: Option[], picks: Picks, scope: Scope) {
    const { place } = scope
    const { least, most } = pickRange(picks, options.length)
    const more = most > least ? scope.decide(evenly(most - least + 1), placeIn(place, 'picks')) : 0
    if (least + more === 1) {
      const { template } = options[scope.decide(options, place)]
      return render(template, inside(scope))
    }
    const left = [...options]
    return Array.from({ length: least + more }, (_, nth) => {
      const each = placeIn(place, -nth - 2)
      const [taken] = left.splice(scope.decide(left, each), 1)
      return render(taken.template, inside(scope, each))
    }).join(picks.separator)
  }

  function sampled(sampler: Sampler, scope: Scope): Scope {
    if (!sampler) return scope
    return { ...scope, decide: sampler === '~' ? draw : step }
  }

  /** What is made again and differs counts on: colour, colour.2. */
  function record(name: string | null, value: string) {
    if (name === null) return value
    for (let nth = 1; ; nth++) {
      const key = nth > 1 ? `${name}.${nth}` : name
      const before = choices.get(key)
      if (before === undefined) choices.set(key, value)
      if (before === undefined || before === value) return value
    }
  }
}

/** What a wildcard's values read of the variables it was given. */
function bound(bindings: Wildcard['bindings'], { variables: known, ...scope }: Scope): Scope {
  const variables = new Map(known)
  for (const [name, template] of bindings) variables.set(name, { template, variables: known })
  return { ...scope, variables }
}

/** What is set there is known there alone. */
function inside({ variables, decide, place }: Scope, where = place): Scope {
  return { variables, decide, place: where }
}

const evenly = (length: number) => Array.from({ length }, () => ({ weight: 1 }))
