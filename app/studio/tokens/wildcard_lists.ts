import { TemplateError } from '#studio/tokens/errors'
import { parseTemplate } from '#studio/tokens/parsing'
import { weightStart } from '#studio/tokens/signs'
import type { Option, Template, WildcardLists } from '#studio/tokens/template'

export type WildcardText = { name: string; body: string }

/** Reads the lists that templates lead to, and those that the lines of these lead to. */
export async function loadLists(
  templates: Template[],
  find: (pattern: string) => Promise<WildcardText[]>
): Promise<WildcardLists> {
  const lists: WildcardLists = new Map()
  let wanted = templates.flatMap(wildcardPaths)
  while (wanted.length) {
    const path = wanted.pop()!
    if (lists.has(path)) continue
    const list = listOf(path, await find(path))
    lists.set(path, list)
    wanted = wanted.concat(list.options.flatMap(({ template }) => wildcardPaths(template)))
  }
  return lists
}

/** Every path and pattern a template names, in the order of the text. */
export function wildcardPaths(template: Template): string[] {
  return template.flatMap((node): string[] => {
    if (node.type === 'text') return []
    if (node.type === 'choice') return node.options.flatMap((each) => wildcardPaths(each.template))
    if (node.type === 'assignment') return wildcardPaths(node.value)
    if (node.type === 'reference') return wildcardPaths(node.fallback ?? [])
    if (node.type === 'wrapping') return wildcardPaths([...node.outer, ...node.inner])
    return [node.path, ...node.bindings.flatMap(([, value]) => wildcardPaths(value))]
  })
}

/** One value a line; `#` begins a comment, blank and repeated lines are left out, `2::` weighs. */
export function readLines({ name, body }: WildcardText): Option[] {
  const options: Option[] = []
  const seen = new Set<string>()
  for (const [index, line] of body.split(/\r?\n/).entries()) {
    const text = line.trim()
    if (!text || text.startsWith('#') || seen.has(text)) continue
    seen.add(text)
    const option = readLine(text, `line ${index + 1} of the wildcard “${name}”`)
    if (option.weight > 0) options.push(option)
  }
  return options
}

function readLine(line: string, place: string): Option {
  const [sign = '', weight = '1'] = new RegExp(`^${weightStart.source}`).exec(line) ?? []
  const text = line.slice(sign.length)
  if (!/[\\{}$%_]/.test(text)) return { weight: Number(weight), template: [{ type: 'text', text }] }
  try {
    return { weight: Number(weight), template: parseTemplate(text, null) }
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error
    throw new TemplateError(
      error.code,
      error.column,
      `In ${place}, column ${error.column + sign.length}: ${error.message}`
    )
  }
}

function listOf(path: string, texts: WildcardText[]) {
  if (!texts.length) return { options: [], problem: `There is no wildcard “${path}”.` }
  try {
    const options = texts.flatMap(readLines)
    return options.length ? { options } : { options, problem: `The wildcard “${path}” is empty.` }
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error
    return { options: [], problem: error.message }
  }
}
