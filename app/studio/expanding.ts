import { isTemplate } from '#studio/forms/templates'
import type { Json, ParameterSpec } from '#studio/providers/shapes'
import { counter } from '#studio/tokens/counting'
import { limits, TemplateError } from '#studio/tokens/errors'
import { parseTemplate } from '#studio/tokens/parsing'
import { placeIn } from '#studio/tokens/drawing'
import { makeItems, type Part, type ReadRecipe } from '#studio/tokens/making'
import type { Variable } from '#studio/tokens/rendering'
import { builtIn, type Template } from '#studio/tokens/template'
import { loadLists } from '#studio/tokens/wildcard_lists'
import { findWildcards } from '#studio/wildcards/finding'

export { limits, TemplateError } from '#studio/tokens/errors'

export const modes = ['combinatorial', 'random', 'zip'] as const
export const seedPolicies = ['random', 'increment', 'same', 'fixed'] as const

/** What is written in an order or a template, before it becomes many. */
export type Recipe = {
  prompt: string
  negativePrompt: string
  /** Texts of parameters that can be varied may be templates of their own. */
  parameters: Record<string, Json>
  mode: (typeof modes)[number]
  /** What is drawn follows from it, and from nothing else. */
  seed: string | null
  seedPolicy: (typeof seedPolicies)[number]
  /** Results in random mode, else pictures for each combination. */
  count: number
  /** Known as ${name}: `project`, `model` and `date` as they are, all others as templates. */
  variables: Record<string, string>
}

export type ExpandedItem = {
  prompt: string
  negativePrompt: string
  /** What was chosen, by the names described in the help. */
  choices: Record<string, string>
  /** Those that were varied are text, to be read as the values of a form are. */
  parameters: Record<string, Json>
  seed: string
}

/** How many items a recipe makes, without making any. Throws a TemplateError that knows its field and column. */
export async function countRecipe(recipe: Recipe, specs: ParameterSpec[]) {
  const { total } = await readRecipe(recipe, specs)
  return total
}

/**
 * The items of a recipe, always the same for the same recipe and wildcards; with a limit the first so many.
 * Throws a TemplateError, E_TOO_MANY too where there is no limit and more than an order can ever have.
 */
export async function expandRecipe(recipe: Recipe, specs: ParameterSpec[], limit?: number) {
  const { items } = await previewRecipe(recipe, specs, limit)
  return items
}

/** Both at once: the exact count and the first items. */
export async function previewRecipe(recipe: Recipe, specs: ParameterSpec[], limit?: number) {
  const read = await readRecipe(recipe, specs)
  if (limit === undefined && read.total > limits.items) {
    throw new TemplateError(
      'E_TOO_MANY',
      1,
      `This makes ${countInWords(read.total)} results, and at most ${countInWords(BigInt(limits.items))} are made at once. Take options away, or draw some at random.`
    )
  }
  return { total: read.total, items: makeItems(read, limit ?? limits.items) }
}

/** 7,200, and from 10^15 on the magnitude. */
export function countInWords(count: bigint) {
  const digits = String(count)
  return digits.length > 15 ? `about 10^${digits.length - 1}` : count.toLocaleString('en')
}

async function readRecipe(recipe: Recipe, specs: ParameterSpec[]): Promise<ReadRecipe> {
  const parts = partsOf(recipe, specs)
  const given = Object.entries(recipe.variables).map(([name, text]) => {
    const template: Template = builtIn.includes(name)
      ? [{ type: 'text', text }]
      : inField(`variables.${name}`, () => parseTemplate(text, null))
    return { name, template }
  })
  const lists = await loadLists(
    [...given, ...parts].map(({ template }) => template),
    findWildcards
  )
  const { define, count } = counter(lists, recipe.mode === 'zip' ? 'longest' : 'all')
  const variables = new Map<string, Variable>()
  for (const { name, template } of given) {
    inField(`variables.${name}`, () => define(name, template))
    variables.set(name, { template, variables: new Map() })
  }
  define('index', [{ type: 'text', text: String(limits.items) }])
  const counts = parts.map(({ field, template }) => inField(field, () => count(template)))
  const seed = specs.find(({ role }) => role === 'seed')
  return {
    recipe,
    parts,
    variables,
    lists,
    total: totalOf(recipe, counts),
    largestSeed: Math.min(seed?.maximum ?? 2 ** 31 - 1, 2 ** 47),
  }
}

/** The axes of an order: prompt, negative prompt, then the parameters in the order of the form. */
function partsOf(recipe: Recipe, specs: ParameterSpec[]): Part[] {
  const parse = (field: string, text: string, prefix: string | null, parameter: string | null) => ({
    field,
    place: placeIn(0, field),
    parameter,
    template: inField(field, () => parseTemplate(text, prefix)),
  })
  const varied = specs.flatMap((spec) => {
    const text = recipe.parameters[spec.name]
    return isTemplate(spec, text) ? [parse(`parameters.${spec.name}`, text, null, spec.name)] : []
  })
  return [
    parse('prompt', recipe.prompt, '', null),
    parse('negativePrompt', recipe.negativePrompt, 'negative.', null),
    ...varied,
  ]
}

function totalOf({ mode, count }: Recipe, counts: bigint[]) {
  const each = BigInt(count)
  if (mode === 'random') return each
  if (mode === 'zip') return each * counts.reduce((one, other) => (one > other ? one : other))
  return each * counts.reduce((one, other) => one * other)
}

function inField<T>(field: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (error instanceof TemplateError) error.field = field
    throw error
  }
}
