import fc from 'fast-check'
import { test } from '@japa/runner'
import {
  countRecipe,
  expandRecipe,
  previewRecipe,
  TemplateError,
  type Recipe,
} from '#studio/expanding'
import type { ParameterSpec } from '#studio/providers/shapes'
import { literal } from '#studio/tokens/literal'
import { emptyDataFolders, emptyTables } from '#tests/helpers/database'
import { recipeOf, writeWildcards } from '#tests/helpers/recipes'

async function prompts(template: string, more = {}) {
  const items = await expandRecipe(recipeOf(template, more), [])
  return items.map(({ prompt }) => prompt)
}

async function errorOf(template: string, more = {}) {
  try {
    await expandRecipe(recipeOf(template, more), [])
  } catch (error) {
    if (error instanceof TemplateError) return error
    throw error
  }
  throw new Error(`${template} is no error`)
}

test.group('Prompt templates', (group) => {
  group.each.setup(emptyTables)
  group.each.setup(emptyDataFolders)

  test('{0}')
    .with([
      ['a {red|blue} {cat|dog}', ['a red cat', 'a red dog', 'a blue cat', 'a blue dog']],
      ['{20..40..10}', ['20', '30', '40']],
      ['{1..10/4}', ['1', '4', '7', '10']],
      ['{0.5..1.0..0.25}', ['0.50', '0.75', '1.00']],
      ['{3..1}', ['3', '2', '1']],
      ['{0..1/3}', ['0', '0.5', '1']],
      ['{2::a|0::b|c}', ['a', 'c']],
      ['a \\(b\\) \\| \\__c__', ['a \\(b\\) | __c__']],
      ['{\\ a\\ |b}', [' a ', 'b']],
      ['# a comment\n  # another\na # b', ['a # b']],
      ['{{deep|deeper}}', ['deep', 'deeper']],
      ['${a={x|y}}${a}${a}', ['xx', 'xy', 'yx', 'yy']],
      ['${a=1}${a?=2}${b?=3}${a}${b}', ['13']],
      ['{${a=1}${a}|${a:2}}', ['1', '2']],
      [
        '%{in {oil|ink}: ...$$a {cat|dog}}',
        ['in oil: a cat', 'in oil: a dog', 'in ink: a cat', 'in ink: a dog'],
      ],
      ['{@a|b|c} {1..2}', ['a 1', 'b 2']],
      ['picture ${index} {a|b}', ['picture 1 a', 'picture 2 b']],
    ] as const)
    .run(async ({ assert }, [template, expected]) => {
      assert.deepEqual(await prompts(template), [...expected])
    })

  test('error in {0}')
    .with([
      ['a {b', 'E_UNCLOSED', 3],
      ['{a|${b}', 'E_UNCLOSED', 1],
      ['ab ${1}', 'E_VARIABLE', 4],
      ['ab ${name', 'E_UNCLOSED', 4],
      ['%{a}', 'E_VARIABLE', 1],
      ['a ${colour}', 'E_UNDEFINED', 3],
      ['a {b|{c|${d}}}', 'E_UNDEFINED', 9],
      ['one __nothing__', 'E_WILDCARD', 5],
      ['{1..5..0}', 'E_RANGE', 2],
      ['x {0::a}', 'E_RANGE', 3],
      ['{1..5000}', 'E_TOO_MANY', 2],
      ['{60$$1..100}', 'E_TOO_MANY', 1],
      ['{1..1000}{1..1000}', 'E_TOO_MANY', 1],
    ] as const)
    .run(async ({ assert }, [template, code, column]) => {
      const error = await errorOf(template)
      assert.deepEqual([error.code, error.column, error.field], [code, column, 'prompt'])
    })

  test('too much is too much, at its column', async ({ assert }) => {
    const deep = await errorOf('{'.repeat(33))
    const long = await errorOf('x'.repeat(20_001))
    const wide = await errorOf(`{${'a|'.repeat(1_000)}}`)

    assert.deepEqual([deep.code, deep.column], ['E_TOO_DEEP', 33])
    assert.deepEqual([long.code, long.column], ['E_TOO_LONG', 20_001])
    assert.deepEqual([wide.code, wide.column], ['E_TOO_MANY', 1])
  })

  test('a text that doubles itself is refused before it is made', async ({ assert }) => {
    const names = Array.from({ length: 40 }, (_, index) => `v${index}`)
    const doubling = names.slice(1).map((name, index) => `\${${name}=\${v${index}}\${v${index}}}`)

    const error = await errorOf(`\${v0=x}${doubling.join('')}\${v39}`)

    assert.equal(error.code, 'E_TOO_LONG')
  })

  test('10^30 combinations are counted, and only the first are made', async ({ assert }) => {
    const recipe = recipeOf('{0..9}'.repeat(30))

    const { total, items } = await previewRecipe(recipe, [], 2)

    assert.equal(total, 10n ** 30n)
    assert.deepEqual(
      items.map(({ prompt }) => prompt),
      ['0'.repeat(30), '0'.repeat(29) + '1']
    )
    const { message } = await errorOf(recipe.prompt)
    assert.match(message, /about 10\^30 results/)
  })

  test('picks are counted without making them', async ({ assert }) => {
    await writeWildcards({ five: 'a\nb\nc\nd\ne' })
    const counts = ['{3$$1..10} {a|b} __five__', '{2$$a|{b|c}|d}', '{0-2$$a|b}', '{50$$1..50}']

    assert.deepEqual(
      await Promise.all(counts.map((template) => countRecipe(recipeOf(template), []))),
      [7_200n, 10n, 5n, factorial(50n)]
    )
  })

  test('the negative prompt and parameters are axes too', async ({ assert }) => {
    const specs = [spec('steps'), spec('sampler'), { ...spec('note'), varyable: false }]
    const parameters = { steps: '{20|30}', sampler: 'euler', note: '{a|b}', size: 512 }
    const recipe = recipeOf('a ${colour=!{red|blue}}${colour} cat', {
      negativePrompt: 'no ${colour} {dog}',
      parameters,
    })

    const items = await expandRecipe(recipe, specs)

    assert.lengthOf(items, 4)
    assert.deepInclude(items[3], {
      prompt: 'a blue cat',
      negativePrompt: 'no blue dog',
      parameters: { steps: '30', sampler: 'euler', note: '{a|b}', size: 512 },
      choices: { 'colour': 'blue', 'negative.1': 'dog', 'steps': '30' },
    })
  })

  test('a value that is offered is no template, whatever signs it has', async ({ assert }) => {
    const file = 'my__style__{v1|v2}.safetensors'
    const lora = { ...spec('lora'), options: [{ value: file, label: file }] }

    const [only, ...others] = await expandRecipe(recipeOf('a', { parameters: { lora: file } }), [
      lora,
    ])

    assert.isEmpty(others)
    assert.deepEqual([only.parameters, only.choices], [{ lora: file }, {}])
  })

  test('choices go by variable, wildcard or their number', async ({ assert }) => {
    await writeWildcards({ 'styles/oil': 'in oil', 'mood': 'calm, {very|quite}' })
    const template = '${c={red|blue}}${c} {cat|{small|big} dog} on ${c}, __styles/*__ __mood__'

    const items = await expandRecipe(recipeOf(template), [])

    assert.deepInclude(items[0].choices, { 'c': 'red', '1': 'cat', 'styles': 'in oil' })
    const last = {
      'c': 'blue',
      '1': 'big dog',
      '2': 'big',
      'mood': 'calm, quite',
      'styles': 'in oil',
    }
    assert.deepEqual(items.at(-1)!.choices, last)
    assert.isTrue(items.some(({ choices }) => choices['c'] === 'red' && choices['c.2'] === 'blue'))
  })

  test('what a person fills in may hold choices, the names of things may not', async ({
    assert,
  }) => {
    const variables = { animal: '{cat|dog}', project: '{Spring}' }

    assert.deepEqual(await prompts('${project}: ${animal}', { variables }), [
      '{Spring}: cat',
      '{Spring}: dog',
    ])
    const error = await errorOf('${animal}', { variables: { animal: '{cat' } })
    assert.deepEqual([error.field, error.code], ['variables.animal', 'E_UNCLOSED'])
  })

  test('a seed draws the same again, and a changed choice moves no other', async ({ assert }) => {
    const random = { mode: 'random', count: 40, seed: '7' }
    const first = await prompts('{a|b|c} and {1|2|3|4}', random)

    assert.deepEqual(await prompts('{a|b|c} and {1|2|3|4}', random), first)
    assert.notDeepEqual(await prompts('{a|b|c} and {1|2|3|4}', { ...random, seed: '8' }), first)
    const changed = await prompts('{a|b|c} und {5|6|7}', random)
    assert.deepEqual(
      changed.map((text) => text[0]),
      first.map((text) => text[0])
    )
  })

  test('draws keep to the weights', async ({ assert }) => {
    const drawn = await prompts('{3::a|b}', { mode: 'random', count: 2_000 })

    const share = drawn.filter((text) => text === 'a').length / drawn.length
    assert.closeTo(share, 0.75, 0.03)
  })

  test('zip takes one of each list after the other', async ({ assert }) => {
    const zip = { mode: 'zip' }

    assert.deepEqual(await prompts('{a|b|c}{1|2}', zip), ['a1', 'b2', 'c1'])
    assert.deepEqual(await prompts('{a|b}', { ...zip, count: 2 }), ['a', 'a', 'b', 'b'])
  })

  test('seeds follow their policy', async ({ assert }) => {
    const seeds = async (seedPolicy: Recipe['seedPolicy']) => {
      const items = await expandRecipe(recipeOf('{a|b}', { seed: '41', seedPolicy }), [])
      return items.map(({ seed }) => seed)
    }

    assert.deepEqual(await seeds('fixed'), ['41', '41'])
    assert.deepEqual(await seeds('increment'), ['41', '42'])
    const [same, again] = await seeds('same')
    assert.equal(same, again)
    const [one, other] = await seeds('random')
    assert.notEqual(one, other)
  })

  test('pictures of one combination differ by their seed alone', async ({ assert }) => {
    const items = await expandRecipe(recipeOf('{a|b}', { count: 2 }), [])

    assert.deepEqual(
      items.map(({ prompt }) => prompt),
      ['a', 'a', 'b', 'b']
    )
    assert.lengthOf(new Set(items.map(({ seed }) => seed)), 4)
  })
})

test.group('Prompt templates at random', (group) => {
  group.each.setup(emptyTables)

  test('are counted as many as they make, each once', async ({ assert }) => {
    const random = generator(20_26)
    for (let nth = 0; nth < 300; nth++) {
      const template = randomTemplate(random, 3)
      const { total, items } = await previewRecipe(recipeOf(template), [], 3_000)
      if (total <= 3_000n) assert.equal(BigInt(items.length), total, template)
      const zipped = await previewRecipe(recipeOf(template, { mode: 'zip' }), [], 3_000)
      assert.equal(BigInt(zipped.items.length), zipped.total, template)
      assert.deepEqual(await expandRecipe(recipeOf(template), [], 5), items.slice(0, 5))
    }
  })
})

test.group('A text taken literally', (group) => {
  group.each.setup(emptyTables)

  test('makes exactly itself', async ({ assert }) => {
    const signs = fc.constantFrom(...'{}|$#%\\_ \n:ax1~()')
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: signs, maxLength: 40 }), async (text) => {
        assert.deepEqual(await prompts(literal(text)), [text])
      }),
      { numRuns: 500 }
    )
  })
})

function spec(name: string): ParameterSpec {
  return {
    name,
    label: name,
    type: 'text',
    required: false,
    nullable: false,
    group: 'main',
    varyable: true,
  }
}

function factorial(number: bigint): bigint {
  return number < 2n ? 1n : number * factorial(number - 1n)
}

function generator(state: number) {
  return (below: number) => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31
    return Math.floor((state / 2 ** 31) * below)
  }
}

/** Every option is another word, so that two results are only equal where they are the same. */
function randomTemplate(random: (below: number) => number, depth: number): string {
  const part = () => {
    const word = 'abcdefghij'[random(10)]
    if (depth === 0 || random(2)) return word
    const options = Array.from({ length: 1 + random(3) }, () => randomTemplate(random, depth - 1))
    const count = ['', '', '2$$', '0-1$$', '1-$$ $$'][random(5)]
    const choice = `{${count}${options.join('|')}}`
    return [choice, choice, `\${v=${choice}}\${v}`, `\${v=!${choice}}\${v}\${v}`][random(4)]
  }
  return Array.from({ length: 1 + random(2) }, part).join(' ')
}
