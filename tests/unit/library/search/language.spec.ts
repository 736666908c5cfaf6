import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { test } from '@japa/runner'
import { fields } from '#library/search/fields/registry'
import {
  canonicalQuery,
  chips,
  hasTerm,
  parseQuery,
  printQuery,
  withoutTerm,
  withSort,
  withTerm,
} from '#library/search/language'
import { isPlainValue, join, type Node, type SortKey } from '#library/search/tree'

/** Text → the same text in its printed form. */
// prettier-ignore
const printed: [text: string, again: string][] = [
  ['  red   fox ',                          'red fox'],
  ['"red fox"',                             '"red fox"'],
  ['"fox"',                                 'fox'],
  ['fo*',                                   'fo*'],
  ['"red fo"*',                             '"red fo"*'],
  ['a AND b',                               'a b'],
  ['a | b',                                 'a OR b'],
  ['a or b',                                'a or b'],
  ['a b OR c',                              'a b OR c'],
  ['a (b OR c)',                            'a (b OR c)'],
  ['(a b) c',                               'a b c'],
  ['((a))',                                 'a'],
  ['a () b',                                'a b'],
  ['NOT fox',                               '-fox'],
  ['-(a OR b)',                             '-(a OR b)'],
  ['--a',                                   '--a'],
  ['a - b',                                 'a b'],
  ['well-known',                            'well-known'],
  ['a, b,c',                                'a b c'],
  ['MODEL:Flux',                            'model:Flux'],
  ['model:"red fox",b',                     'model:"red fox",b'],
  ['model:foo(v2)',                         'model:"foo(v2)"'],
  ['(model:foo)',                           'model:foo'],
  ['negative:blurry',                       'neg:blurry'],
  ['Steps: 20',                             'steps:20'],
  ['rating: >= 4',                          'rating:>=4'],
  ['steps:20, sampler:Euler',               'steps:20 sampler:Euler'],
  ['Steps: 20, Sampler: Euler a, Seed: 12', 'steps:20 sampler:Euler a seed:12'],
  ['type:image,video',                      'type:image,video'],
  ['ratio:16:9',                            'ratio:16:9'],
  ['date:2026-01-01..2026-02-15',           'date:2026-01-01..2026-02-15'],
  ['tag:"none"',                            'tag:"none"'],
  ['Choice.Colour:red',                     'choice.colour:red'],
  ['choice.styles/oil-1.2:"a b",none',      'choice.styles/oil-1.2:"a b",none'],
  ['choice.x',                              'choice.x'],
  ['colour:red',                            '"colour:red"'],
  ['colour:"deep red"',                     '"colour:deep red"'],
  ['https://example.org/x',                 '"https://example.org/x"'],
  ['(red fox:1.2), <lora:snow:0.8>',        'red "fox:1.2" "<lora:snow:0.8>"'],
  ['"say \\"hi\\""',                        '"say \\"hi\\""'],
  ['sort:rating-,date- fox',                'fox sort:rating-,date-'],
  ['sort:random~42 limit:5 a',              'a sort:random~42 limit:5'],
  ['',                                      ''],
]

const deep = '('.repeat(33) + 'a' + ')'.repeat(33)

/** Text → the column of its error and what the error says. */
// prettier-ignore
const errors: [text: string, column: number, message: RegExp][] = [
  ['fox (wolf',                    5, /never closed/],
  ['fox)',                         4, /closes nothing/],
  ['a "red fox',                   3, /quotation mark/],
  ['fox model:',                  11, /needs a value/],
  ['model: ',                      8, /needs a value/],
  ['OR fox',                       1, /both sides/],
  ['fox OR',                       5, /both sides/],
  ['a OR OR b',                    3, /both sides/],
  ['(a |) b',                      4, /both sides/],
  ['fox NOT',                      5, /nothing after this NOT/],
  ['rating:9',                     8, /from 0 to 5/],
  ['rating:>=good',               10, /not a number/],
  ['steps:20..x',                  7, /not a number/],
  ['steps:30..20',                 7, /more than/],
  ['size:5lightyears',             6, /not a number/],
  ['steps:5constructor',           7, /not a number/],
  ['model:x,*a*a*a*b',             9, /more than 3 \*/],
  ['lora:*a*a*a*b',                6, /more than 3 \*/],
  ['date:someday',                 6, /not a date/],
  ['date:2026-13',                 6, /not a date/],
  ['date:2026-03..2025',           6, /later than/],
  ['type:image,painting',         12, /none of image, video, audio/],
  ['is:nice',                      4, /none of/],
  ['ratio:wide',                   7, /no ratio/],
  ['sameseed:abc',                10, /number of an item/],
  ['sort:rating-,beauty',         14, /sorted by/],
  ['sort:password',                6, /sorted by/],
  ['(sort:name)',                  2, /parentheses/],
  ['-limit:3',                     2, /parentheses/],
  ['limit:0',                      7, /from 1 to 10,000/],
  ['x'.repeat(2_001),          2_001, /2,000 characters/],
  [deep,                          33, /nested 32 deep/],
  ['-'.repeat(40) + 'a',          33, /nested 32 deep/],
  ['a '.repeat(101),             201, /100 terms/],
  ['tag:' + 'a,'.repeat(101),      1, /100 terms/],
]

test.group('Search language | reading and printing', () => {
  test('{0} prints as {1}')
    .with(printed)
    .run(({ assert }, [text, again]) => {
      const parsed = parseQuery(text)
      assert.isUndefined(parsed.error)
      assert.equal(printQuery(parsed), again)
      assert.deepEqual(meaning(again), meaning(text))
    })

  test('{0} is wrong at column {1}')
    .with(errors)
    .run(({ assert }, [text, column, message]) => {
      const { error, tree } = parseQuery(text)
      assert.match(error?.message ?? '', message)
      assert.equal(error?.column, column)
      assert.isNull(tree)
    })

  test('1,000 random trees survive printing and parsing', () => {
    fc.assert(
      fc.property(queries, (query) => {
        const text = printQuery(query)
        const again = parseQuery(text)
        if (again.error) throw new Error(`${text}: ${again.error.message}`)
        return isDeepStrictEqual(pick(again), pick(query))
      }),
      { numRuns: 1_000 }
    )
  })

  test('any text at all is read without a fault, and its print means the same', () => {
    const texts = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc
        .array(
          fc.constantFrom(
            '(',
            ')',
            '"',
            '-',
            '*',
            '|',
            ',',
            ':',
            ' ',
            '\\',
            'OR',
            'tag',
            '=',
            'a',
            '>',
            '..',
            '~',
            'sort',
            'is',
            'none',
            'choice.'
          ),
          { maxLength: 20 }
        )
        .map((parts) => parts.join(''))
    )
    fc.assert(
      fc.property(texts, (text) => {
        const parsed = parseQuery(text)
        return !!parsed.error || isDeepStrictEqual(meaning(printQuery(parsed)), pick(parsed))
      }),
      { numRuns: 3_000 }
    )
  })

  test('an unknown field is text with a hint; a weight or an address is no field', ({ assert }) => {
    assert.containsSubset(parseQuery('a colour:red').hints, [{ column: 3 }])
    assert.lengthOf(parseQuery('(fox:1.2) https://example.org').hints, 0)
  })

  test('each field reads its own example', ({ assert }) => {
    for (const { example } of Object.values(fields)) {
      assert.isUndefined(parseQuery(example).error, example)
    }
  })
})

test.group('Search language | chips and links', () => {
  test('each term is a chip that knows the query without it', ({ assert }) => {
    const parsed = parseQuery('(a OR b) -tag:x "red fox" sort:name,date- limit:5')
    assert.deepEqual(
      chips(parsed).map(({ text, without }) => [text, without]),
      [
        ['(a OR b)', '-tag:x "red fox" sort:name,date- limit:5'],
        ['-tag:x', '(a OR b) "red fox" sort:name,date- limit:5'],
        ['"red fox"', '(a OR b) -tag:x sort:name,date- limit:5'],
        ['sort:name', '(a OR b) -tag:x "red fox" sort:date- limit:5'],
        ['sort:date-', '(a OR b) -tag:x "red fox" sort:name limit:5'],
        ['limit:5', '(a OR b) -tag:x "red fox" sort:name,date-'],
      ]
    )
  })

  test('a chip shows a word as it was written, and quotes only where they mean something', ({
    assert,
  }) => {
    const labels = chips(parseQuery('foo:bar -foo:b* "red fox" -(a OR b) tag:x')).map(
      ({ label }) => label
    )
    assert.deepEqual(labels, ['foo:bar', '-foo:b*', '"red fox"', '-(a OR b)', 'tag:x'])
  })

  test('a query of signs alone says that it means nothing', ({ assert }) => {
    assert.match(parseQuery(' - ').hints[0].message, /^“-” holds nothing to search for/)
    assert.deepEqual(parseQuery('').hints, [])
    assert.deepEqual(parseQuery('sort:name').hints, [])
    assert.deepEqual(parseQuery('a - b').hints, [])
  })

  test('text to chips to text loses nothing', () => {
    fc.assert(
      fc.property(queries, (query) => {
        const text = chips(query)
          .map((chip) => chip.text)
          .join(' ')
        return isDeepStrictEqual(meaning(text), pick(query))
      }),
      { numRuns: 1_000 }
    )
  })

  test('links add a term, take it away, and turn it round', ({ assert }) => {
    assert.equal(withTerm('fox', 'tag:a'), 'fox tag:a')
    assert.equal(withTerm('a OR b', 'tag:a'), '(a OR b) tag:a')
    assert.equal(withTerm('fox tag:a', 'tag:a'), 'fox tag:a')
    assert.equal(withTerm('fox tag:a', '-tag:a'), 'fox -tag:a')
    assert.equal(withTerm('fox -tag:a', 'tag:a'), 'fox tag:a')
    assert.equal(withTerm('fox sort:name', 'sort:size-'), 'fox sort:size-')
    assert.equal(withoutTerm('fox Tag: a sort:name', 'tag:a'), 'fox sort:name')
    assert.equal(withSort('fox sort:name', 'rating-,date-'), 'fox sort:rating-,date-')
    assert.equal(withSort('fox sort:name', ''), 'fox')
    assert.isTrue(hasTerm('fox tag:b,a', 'tag:a,b'))
    assert.isFalse(hasTerm('fox OR tag:a', 'tag:a'))
  })

  test('queries that mean the same have one canonical text', ({ assert }) => {
    assert.equal(canonicalQuery('b  A:1 tag:y,x a b'), canonicalQuery('a TAG:x,y b "A:1"'))
    assert.equal(canonicalQuery('(b OR a) sort:name'), canonicalQuery('sort:name (a | b)'))
  })
})

const record: typeof fc.record = (model: any) => fc.record(model, { noNullPrototype: true }) as any

type Query = { tree: Node | null; sort: SortKey[]; limit: number | null; hints: [] }

const word = fc
  .oneof(
    fc.constantFrom(
      'fox',
      'OR',
      'NOT',
      'none',
      '-a',
      'a:b',
      'model:x',
      '1..5',
      'it’s',
      '"',
      '\\',
      'ü',
      '😀'
    ),
    fc.string({ minLength: 1, maxLength: 12 })
  )
  .filter((text) => text.length > 0)

const value = fc
  .tuple(word, fc.boolean())
  .map(([text, quoted]) => ({ text, quoted: quoted || !isPlainValue(text) }))

const leaf: fc.Arbitrary<Node> = fc.oneof(
  record({ type: fc.constant('text' as const), text: word, prefix: fc.boolean() }),
  record({
    type: fc.constant('field' as const),
    name: fc.constantFrom(
      'tag',
      'model',
      'prompt',
      'path',
      'in',
      'person',
      'lora',
      'choice',
      'choice.colour',
      'choice.styles/öl-1.2'
    ),
    operator: fc.constantFrom('' as const, '=' as const, '!=' as const),
    values: fc.array(value, { minLength: 1, maxLength: 3 }),
  }),
  record({
    type: fc.constant('field' as const),
    name: fc.constantFrom('steps', 'width', 'cfg'),
    operator: fc.constantFrom(
      '' as const,
      '>=' as const,
      '<' as const,
      '>' as const,
      '<=' as const
    ),
    values: fc.array(
      fc.nat(9_000).map((number) => ({ text: String(number), quoted: false })),
      { minLength: 1, maxLength: 3 }
    ),
  })
)

const { tree } = fc.letrec<{ tree: Node }>((tie) => {
  const several = fc.array(tie('tree'), { minLength: 2, maxLength: 4 })
  return {
    tree: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      leaf,
      tie('tree').map((node): Node => ({ type: 'not', node })),
      several.map((nodes) => join('and', nodes)!),
      several.map((nodes) => join('or', nodes)!)
    ),
  }
})

const queries: fc.Arbitrary<Query> = record({
  tree: fc.option(tree),
  sort: fc.array(
    fc.oneof(
      record({ key: fc.constantFrom('date', 'name', 'rating'), descending: fc.boolean() }),
      record({
        key: fc.constant('random'),
        descending: fc.constant(false),
        seed: fc.string({ minLength: 1, maxLength: 10 }),
      })
    ),
    { maxLength: 2 }
  ),
  limit: fc.option(fc.integer({ min: 1, max: 10_000 })),
  hints: fc.constant([] as []),
}).filter((query) => countTerms(query.tree) <= 100 && printQuery(query).length <= 2_000)

function countTerms(node: Node | null): number {
  if (!node) return 0
  if (node.type === 'text') return 1
  if (node.type === 'field') return node.values.length
  if (node.type === 'not') return countTerms(node.node)
  return node.nodes.reduce((sum, each) => sum + countTerms(each), 0)
}

const pick = ({ tree: root, sort, limit }: Omit<Query, 'hints'>) => ({ tree: root, sort, limit })
const meaning = (text: string) => pick(parseQuery(text) as Query)
