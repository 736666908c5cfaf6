import type { ExpandedItem, Recipe } from '#studio/expanding'
import { combining, stepping } from '#studio/tokens/deciding'
import { drawing, numbersFrom, placeIn } from '#studio/tokens/drawing'
import { renderer, type Variable } from '#studio/tokens/rendering'
import type { Template, WildcardLists } from '#studio/tokens/template'

/** A text of the recipe: its field, its place among all that is drawn, and the parameter it is a value of. */
export type Part = { field: string; place: number; parameter: string | null; template: Template }

/** A recipe whose texts are read: what `makeItems` makes items of. */
export type ReadRecipe = {
  recipe: Recipe
  parts: Part[]
  variables: Map<string, Variable>
  lists: WildcardLists
  total: bigint
  largestSeed: number
}

type Numbers = ReturnType<typeof numbersFrom>

/** The items of a recipe that was read and counted, the first so many. */
export function makeItems(read: ReadRecipe, limit: number) {
  const { recipe, total } = read
  const odometer = combining()
  const numbers = numbersFrom(recipe.seed ?? '')
  const seedOf = seeds(read, numbers)
  const copies = Array.from({ length: recipe.count }, () => ({ weight: 1 }))
  const length = total < limit ? Number(total) : limit
  return Array.from({ length }, (_, index) => {
    const each = recipe.mode === 'random' ? index : Math.floor(index / recipe.count)
    const draw = drawing(numbers, index)
    const step = stepping(each)
    const decide = { combinatorial: odometer.decide, random: draw, zip: step }[recipe.mode]
    const item = makeItem(read, index, seedOf(index), { decide, draw, step })
    if (recipe.mode === 'combinatorial') {
      odometer.decide(copies, 0)
      odometer.next()
    }
    return item
  })
}

type Deciding = Pick<Parameters<typeof renderer>[0], 'decide' | 'draw' | 'step'>

function makeItem(read: ReadRecipe, index: number, seed: string, deciding: Deciding): ExpandedItem {
  const { recipe, parts, lists } = read
  const variables = new Map(read.variables).set('index', String(index + 1))
  const { render, record, choices } = renderer({ lists, variables, ...deciding })
  const [prompt, negativePrompt, ...values] = parts.map(({ place, parameter, template }) => {
    const text = render(template, place)
    if (parameter && template.some(({ type }) => type !== 'text')) record(parameter, text)
    return text
  })
  const parameters = { ...recipe.parameters }
  for (const [nth, text] of values.entries()) parameters[parts[nth + 2].parameter!] = text
  return {
    prompt,
    negativePrompt,
    choices: Object.fromEntries(choices),
    parameters,
    seed,
  }
}

/** The seed of the picture of each number: 48 bits, as far as the model takes them. */
function seeds({ recipe, largestSeed }: ReadRecipe, numbers: Numbers) {
  const { seed, seedPolicy } = recipe
  const drawn = (index: number, name: string) => {
    const place = placeIn(0, `seed ${name}`)
    const low = numbers(index, placeIn(place, 'low')) >>> 16
    return String((numbers(index, place) * 2 ** 16 + low) % (largestSeed + 1))
  }
  const first = /^\d+$/.test(seed ?? '') ? seed! : drawn(0, 'first')
  const policies: Record<Recipe['seedPolicy'], (index: number) => string> = {
    random: (index) => drawn(index, 'each'),
    same: () => drawn(0, 'same'),
    fixed: () => first,
    increment: (index) => String(BigInt(first) + BigInt(index)),
  }
  return policies[seedPolicy]
}
