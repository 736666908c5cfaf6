import { previewRecipe, type Recipe } from '#studio/expanding'
import { median, type BenchRow } from './rows.js'

const template =
  'a {red|green|blue|white} {cat|dog|fox|owl|hare} in {oil|ink|{soft|hard} pastel}, {2$$dawn|dusk|noon|fog|rain}, {20..40..2}, %{by ...$${Ada|Bo}}'

export const rows: BenchRow[] = [
  {
    name: 'prompt template, 10,000 of all combinations',
    unit: 'ms',
    bar: 100,
    aim: 50,
    run: () => expansions('combinatorial'),
  },
  {
    name: 'prompt template, 10,000 drawn',
    unit: 'ms',
    bar: 100,
    run: () => expansions('random'),
  },
  {
    name: 'prompt template, 10^30 counted',
    unit: 'ms',
    bar: 10,
    run: async () => {
      const recipe = recipeOf('{0..9}'.repeat(30), 'combinatorial')
      const { value, made } = await timed(() => previewRecipe(recipe, [], 50))
      return { value, detail: `${made.total} counted, the first ${made.items.length} made` }
    },
  },
]

async function expansions(mode: Recipe['mode']) {
  const recipe = recipeOf(template, mode)
  const { value, made } = await timed(() => previewRecipe(recipe, [], 10_000))
  if (made.items.length !== 10_000) throw new Error(`${made.items.length} were made`)
  return { value, detail: `the last: ${made.items.at(-1)!.prompt}` }
}

/** The middle of nine; the first ones warm up. */
async function timed<Made>(work: () => Promise<Made>) {
  const times: number[] = []
  let made = await work()
  for (let nth = 0; nth < 9; nth++) {
    const started = performance.now()
    made = await work()
    times.push(performance.now() - started)
  }
  return { value: median(times), made }
}

function recipeOf(prompt: string, mode: Recipe['mode']): Recipe {
  return {
    prompt,
    negativePrompt: '',
    parameters: {},
    mode,
    seed: '1',
    seedPolicy: 'random',
    count: mode === 'random' ? 10_000 : 1,
    variables: {},
  }
}
