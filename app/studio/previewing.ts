import {
  countInWords,
  previewRecipe,
  TemplateError,
  type ExpandedItem,
  type Recipe,
} from '#studio/expanding'
import type { ParameterSpec } from '#studio/providers/shapes'

/** What a person sees of a recipe while writing it. */
export interface Preview {
  /** Exactly how many; null where there is a problem. */
  total: bigint | null
  /** The same to be read: 7,200. */
  count: string
  /** The first ones. */
  items: ExpandedItem[]
  problem: PreviewProblem | null
}

export interface PreviewProblem {
  code: string
  message: string
  /** As TemplateError says it: prompt, negativePrompt, parameters.steps, variables.animal. */
  field: string
  column: number
  /** The text around the place, to show where it is. */
  before: string
  at: string
}

/** The exact count and the first items of a recipe, or what is wrong with it and where. */
export async function previewOf(
  recipe: Recipe,
  specs: ParameterSpec[],
  shown = 12
): Promise<Preview> {
  try {
    const { total, items } = await previewRecipe(recipe, specs, shown)
    return { total, count: countInWords(total), items, problem: null }
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error
    return { total: null, count: '', items: [], problem: problemOf(error, recipe) }
  }
}

function problemOf({ code, message, field, column }: TemplateError, recipe: Recipe) {
  const text = textOf(field, recipe)
  return {
    code,
    message,
    field,
    column,
    before: (column > 41 ? '…' : '') + text.slice(Math.max(0, column - 41), column - 1),
    at: text.slice(column - 1, column + 19),
  }
}

function textOf(field: string, recipe: Recipe) {
  if (field === 'prompt' || field === 'negativePrompt') return recipe[field]
  const [group, name] = [field.slice(0, field.indexOf('.')), field.slice(field.indexOf('.') + 1)]
  return String((group === 'variables' ? recipe.variables : recipe.parameters)[name] ?? '')
}
