import { existsSync, readFileSync } from 'node:fs'
import { test } from '@japa/runner'
import { expandRecipe, TemplateError } from '#studio/expanding'
import { emptyDataFolders, emptyTables } from '#tests/helpers/database'
import { recipeOf, writeWildcards } from '#tests/helpers/recipes'

const refused = 'refused'

/** What the library of that name makes of 36 templates. */
const golden = '../shared/provider-specs/fixtures/dynamicprompts-0.31.0/golden.json'

/**
 * Where the grammar says otherwise, what comes instead, and why. What `~` draws follows from a seed of one's own:
 * that the one of these tests draws the same is luck.
 */
const deviations: Record<string, { why: string; results: string[] | string }> = {
  '{2$$__colours*__|__colours*__}': {
    why: 'it makes nothing of these, unless it draws',
    results: [...pairs(['blue', 'green', 'red', 'yellow'])],
  },
  '__missing__': { why: 'a missing wildcard is an error, no text', results: refused },
  '${c=!{red|blue}}${c} on ${c}': {
    why: 'an immediate variable is one of the choices: it makes the others only where it draws',
    results: ['red on red', 'blue on blue'],
  },
  'a \\{b\\}': { why: 'escapes work', results: ['a {b}'] },
  '100% $5 # comment\nnext': {
    why: 'these signs alone are text',
    results: ['100% $5 # comment\nnext'],
  },
  '': { why: 'an empty prompt is one result', results: [''] },
  'x__y': { why: 'two underscores alone are text', results: ['x__y'] },
  '{3$$a|a|b}': {
    why: 'it makes nothing of these, unless it draws',
    results: ['a,a,b', 'a,b,a', 'b,a,a'],
  },
  '{ a | b }': { why: 'options are trimmed at both ends', results: ['a', 'b'] },
}

/** What it makes otherwise only where it draws: every one of its draws is among ours. */
const drawnToo = Object.keys(deviations).filter((name) => deviations[name].why.includes('it draws'))

test.group('Prompt templates of dynamic prompts', (group) => {
  group.each.setup(emptyTables)
  group.each.setup(emptyDataFolders)

  test('make the same results, or other ones for a reason', async ({ assert }) => {
    const { wildcards, cases } = JSON.parse(readFileSync(golden, 'utf8'))
    for (const [file, body] of Object.entries<string>(wildcards)) {
      await writeWildcards({ [file.replace(/\.txt$/, '')]: body })
    }

    assert.lengthOf(cases, 36)
    for (const { template, combinatorial = refused, random_seed1: drawn } of cases) {
      const deviation = deviations[template]?.results
      const made = await resultsOf(template)
      assert.deepEqual(made, sorted(deviation ?? combinatorial), template)
      if (deviation) assert.notDeepEqual(made, sorted(combinatorial), template)
      if (drawnToo.includes(template)) assert.includeMembers([...made], drawn, template)
    }
    assert.lengthOf(Object.keys(deviations), 9)
  }).skip(!existsSync(golden), 'the recorded results are not on this machine')
})

async function resultsOf(template: string) {
  try {
    const items = await expandRecipe(recipeOf(template), [])
    return sorted(items.map(({ prompt }) => prompt))
  } catch (error) {
    if (error instanceof TemplateError) return refused
    throw error
  }
}

/** As sets: these two repeat results otherwise. */
function sorted(results: string[] | string) {
  return typeof results === 'string' ? results : [...new Set(results)].sort()
}

function* pairs(words: string[]) {
  for (const one of words) for (const other of words) yield `${one},${other}`
}
