import { test } from '@japa/runner'
import { facets } from '#library/search/facets'
import { leading } from '#library/search/leading'
import { countAssets, counting, searchAssets } from '#library/search/searching'
import { type Item, withLibrary } from '#tests/unit/library/search/library'

/** As a library that has grown: every few pictures are many. */
const small = { smallSet: 6, textCheck: 2, textSample: 8 }

const random = generator(20_260_301)
const chance = (share: number) => random() < share
const items = Array.from({ length: 60 }, (_none, index): Item => {
  const words = [
    'picture',
    ...['red', 'snow', 'fox'].filter((_word, rank) => chance(0.7 / (rank + 1))),
  ]
  return {
    at: `2026-03-${String(1 + (index % 28)).padStart(2, '0')} 10:00:00`,
    prompt: words.join(' '),
    model: chance(0.5) ? 'flux' : 'sdxl',
    tags: ['draft', 'city'].filter((_tag, rank) => chance(0.5 / (rank * 3 + 1))),
    loras: ['Fog', 'fog-light', 'dusk'].filter(() => chance(0.3)),
    edited_at: chance(0.5) ? `2026-04-${String(1 + (index % 30)).padStart(2, '0')} 09:00:00` : null,
    ada: chance(0.4) ? 3 + Math.floor(random() * 3) : undefined,
    private: chance(0.1),
    by: chance(0.5) ? 'ada' : 'ben',
  }
})

const terms: Record<string, (item: Item) => boolean> = {
  'red': ({ prompt }) => hasWord(prompt, 'red'),
  'fox': ({ prompt }) => hasWord(prompt, 'fox'),
  'picture': () => true,
  '-snow': ({ prompt }) => !hasWord(prompt, 'snow'),
  'tag:draft': ({ tags }) => tags!.includes('draft'),
  'tag:city': ({ tags }) => tags!.includes('city'),
  'tag:draft,city': ({ tags }) => tags!.length > 0,
  'rating:>=4': ({ ada }) => Number(ada) >= 4,
  'model:=flux': ({ model }) => model === 'flux',
  'lora:fog': ({ loras }) => loras!.some((name) => name.toLowerCase().includes('fog')),
  'lora:=fog,dusk': ({ loras }) => loras!.some((name) => name === 'Fog' || name === 'dusk'),
  '-lora:=dusk': ({ loras }) => !loras!.includes('dusk'),
  'edited:2026-04-05..2026-04-20': ({ edited_at: edited }) =>
    !!edited && String(edited) >= '2026-04-05' && String(edited) < '2026-04-21',
  'added:<2026-03-15': ({ at }) => at! < '2026-03-15',
  'date:2026-03-10..2026-03-20': ({ at }) => at! >= '2026-03-10' && at! < '2026-03-21',
}
const queries = Array.from({ length: 60 }, () => {
  const some = Object.keys(terms).filter(() => chance(0.2))
  return some.length ? some : ['red', 'tag:draft']
})

test.group('Search | whatever leads the way', (group) => {
  const library = withLibrary(
    group,
    Object.fromEntries(items.map((item, index) => [`item${index}`, item]))
  )

  test('the same is found as by looking at each: {$self}')
    .with(['as delivered', 'as in a library that has grown'])
    .run(async ({ assert, cleanup }, size) => {
      if (size !== 'as delivered') cleanup(asGrown())
      const viewer = library.cast.ada
      for (const query of queries) {
        const q = query.join(' ')
        const expected = items.flatMap((item, index) =>
          (!item.private || item.by === 'ada') && query.every((term) => terms[term](item))
            ? [`item${index}`]
            : []
        )
        const { rows } = await searchAssets({ q, viewer, limit: 100 })
        const names = rows.map(({ id }) => String(library.name(id)))
        assert.sameMembers(names, expected, q)
        const newestFirst = rows.map(({ capturedAt }) => capturedAt)
        assert.deepEqual(newestFirst, newestFirst.toSorted().reverse(), q)
        const byName = await searchAssets({ q: `${q} sort:name`, viewer, limit: 100 })
        assert.deepEqual(
          byName.rows.map(({ id }) => library.name(id)),
          expected.toSorted(),
          q
        )
        assert.deepInclude(await countAssets({ q, viewer }), {
          count: expected.length,
          capped: false,
        })
        const panel = await facets({ q, viewer })
        const types = panel.find(({ field }) => field === 'type')!
        assert.equal(types.values[0]?.count ?? 0, expected.length, q)
      }
    })
})

function asGrown() {
  const before = [{ ...leading }, { ...counting }]
  Object.assign(leading, small)
  counting.candidates = 3
  return () => {
    Object.assign(leading, before[0])
    Object.assign(counting, before[1])
  }
}

const hasWord = (prompt: unknown, word: string) => String(prompt).split(' ').includes(word)

/** The same numbers in every run. */
function generator(seed: number) {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}
