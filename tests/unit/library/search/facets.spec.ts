import { test } from '@japa/runner'
import { complete } from '#library/search/completion'
import { facets } from '#library/search/facets'
import { withLibrary } from '#tests/unit/library/search/library'

const library = {
  fox: {
    at: '2026-03-05 10:00:00',
    prompt: 'red fox',
    model: 'flux1-dev',
    generator: 'comfyui',
    project: 'Posters',
    tags: ['fox', 'draft'],
    ada: 5,
    loras: ['detail'],
    choices: { 'colour': 'red', 'colour.2': 'blue' },
  },
  wolf: {
    at: '2026-03-04 10:00:00',
    prompt: 'wolf',
    model: 'sdxl base',
    generator: 'a1111',
    tags: ['animal'],
    ada: 4,
    sampler: 'Euler a',
  },
  den: {
    at: '2026-02-04 10:00:00',
    prompt: 'fox den',
    project: 'Posters',
    model: 'flux1-dev',
    generator: 'a1111',
    tags: ['fox'],
  },
  clip: { at: '2025-12-31 00:00:00', kind: 'video', ben: 3 },
  hidden: {
    at: '2026-03-01 00:00:00',
    by: 'ben',
    private: true,
    project: 'Hush',
    model: 'secret',
    loras: ['den of ben'],
    choices: { colour: 'green', hush: '1' },
    tags: ['city', 'fox'],
    ben: 5,
  },
  binned: {
    at: '2026-03-06 00:00:00',
    deleted_at: '2026-03-07 00:00:00',
    model: 'flux1-dev',
    tags: ['fox'],
    ada: 1,
  },
} as const

test.group('Search | facets', (group) => {
  const shelf = withLibrary(group, library as any)
  const counts = async (q: string, field: string, person: 'ada' | 'ben' = 'ada') => {
    const found = await facets({ q, viewer: shelf.cast[person] })
    const facet = found.find((each) => each.field === field)!
    return facet.values.map(({ value, count }) => `${value} ${count}`).join(', ')
  }

  test('unfiltered they count everything a person may see', async ({ assert }) => {
    assert.equal(await counts('', 'model'), 'flux1-dev 2, sdxl base 1')
    assert.equal(await counts('', 'tag'), 'fox 2, draft 1, animal 1')
    assert.equal(await counts('', 'type'), 'image 3, video 1')
    assert.equal(await counts('', 'date'), '2026-03 2, 2026-02 1, 2025-12 1')
    assert.equal(await counts('', 'rating'), '5 1, 4 1, none 2')
    assert.equal(await counts('', 'tag', 'ben'), 'fox 3, draft 1, animal 1, city 1')
    assert.equal(await counts('', 'rating', 'ben'), '5 1, 3 1, none 3')
  })

  test('they count what a filter finds', async ({ assert }) => {
    assert.equal(await counts('fox', 'model'), 'flux1-dev 2')
    assert.equal(await counts('fox', 'tag'), 'fox 2, draft 1')
    assert.equal(await counts('fox', 'rating'), '5 1, none 1')
    assert.equal(await counts('date:2026', 'date'), '2026-03 2, 2026-02 1')
    assert.equal(await counts('tag:nowhere', 'tag'), '')
  })

  test('what was ordered is counted by its projects, as far as a person sees them', async ({
    assert,
  }) => {
    assert.equal(await counts('', 'project'), 'Posters 2')
    assert.equal(await counts('red', 'project'), 'Posters 1')
    assert.equal(await counts('wolf', 'project'), '')
    assert.equal(await counts('', 'project', 'ben'), 'Posters 2, Hush 1')
  })

  test('each value tells its term and whether it is in the query', async ({ assert }) => {
    const found = await facets({
      q: 'model:="sdxl base" -tag:fox type:image,video',
      viewer: shelf.cast.ada,
    })
    const states = found.flatMap(({ values }) =>
      values.map(({ term, state }) => `${term} ${state}`)
    )
    assert.includeMembers(states, [
      'model:="sdxl base" included',
      'tag:animal none',
      'type:image included',
    ])
    const whole = await facets({ q: '-model:=flux1-dev OR fox', viewer: shelf.cast.ada })
    assert.isTrue(whole.every(({ values }) => values.every(({ state }) => state === 'none')))
  })

  test('a query with an error has none', async ({ assert }) => {
    assert.deepEqual(await facets({ q: '(', viewer: shelf.cast.ada }), [])
  })

  test('ratings, moves and the trash keep the counters right', async ({ assert }) => {
    const { default: db } = await import('@adonisjs/lucid/services/db')
    await db.from('marks').where('asset_id', shelf.id('fox')).update({ rating: 2 })
    assert.equal(await counts('', 'rating'), '4 1, 2 1, none 2')
    await db.from('marks').where('asset_id', shelf.id('fox')).update({ rating: null })
    assert.equal(await counts('', 'rating'), '4 1, none 3')
    await db
      .from('assets')
      .where('id', shelf.id('wolf'))
      .update({ deleted_at: '2026-01-01 00:00:00' })
    assert.equal(await counts('', 'rating'), 'none 3')
    await db.from('assets').where('id', shelf.id('wolf')).update({ deleted_at: null })
    await db.from('marks').where('asset_id', shelf.id('fox')).delete()
    assert.equal(await counts('', 'rating'), '4 1, none 3')
    await db.from('assets').where('id', shelf.id('wolf')).delete()
    assert.equal(await counts('', 'rating'), 'none 3')
  })
})

test.group('Search | completion', (group) => {
  const shelf = withLibrary(group, library as any)
  const offered = async (text: string, person: 'ada' | 'ben' = 'ada') => {
    const [head, tail = ''] = text.split('|')
    const found = await complete({
      text: head + tail,
      caret: head.length,
      viewer: shelf.cast[person],
    })
    return found.map(({ label, count }) => (count === undefined ? label : `${label} ${count}`))
  }

  test('an empty place offers fields, the beginning of a word those that begin so', async ({
    assert,
  }) => {
    assert.includeMembers(await offered('fox '), ['tag:', 'rating:', 'model:', 'sort:'])
    assert.notInclude(await offered(''), 'person:')
    assert.deepEqual(await offered('mo'), ['model:'])
    assert.deepEqual(await offered('fox -sam'), ['sampler:', 'sameprompt:', 'sameseed:'])
  })

  test('projects and orders are offered to who sees them', async ({ assert }) => {
    assert.deepEqual(await offered('project:'), ['Posters 2'])
    assert.deepEqual(await offered('project:', 'ben'), ['Hush 1', 'Posters 2'])
    assert.lengthOf(await offered('order:'), 2)
    assert.lengthOf(await offered('order:', 'ben'), 3)
  })

  test('after a colon there are values with counts', async ({ assert }) => {
    assert.deepEqual(await offered('model:'), ['flux1-dev 2', 'sdxl base 1'])
    assert.deepEqual(await offered('model:sd'), ['sdxl base 1'])
    assert.deepEqual(await offered('tag:fo'), ['fox 2', 'arctic_fox 0', 'red_fox 0'])
    assert.deepEqual(await offered('tag:town', 'ben'), ['city 1'])
    assert.deepEqual(await offered('sampler:'), ['Euler a 1'])
    assert.deepEqual(await offered('lora:d'), ['detail'])
    assert.deepEqual(await offered('choice'), ['choice:', 'choice.colour:'])
    assert.include(await offered('choice', 'ben'), 'choice.hush:')
    assert.deepEqual(await offered('choice.colour:'), ['blue 1', 'red 1'])
    assert.deepEqual(await offered('choice:r'), ['red 1'])
    assert.deepEqual(await offered('choice.colour:gr', 'ben'), ['green 1'])
    assert.deepEqual(await offered('is:fa'), ['favorite'])
    assert.deepEqual(await offered('date:2026-'), ['2026-03 2', '2026-02 1'])
    assert.deepEqual(await offered('sort:ra'), ['rating-', 'rating', 'ratio', 'random', 'duration'])
    assert.deepEqual(await offered('in:'), ['Best of 2026 1', 'Été 0'])
    assert.deepEqual(await offered('steps:'), ['steps:20..30'])
  })

  test('names and counts tell nothing of what is private or in the trash', async ({ assert }) => {
    assert.deepEqual(await offered('lora:'), ['detail'])
    assert.deepEqual(await offered('lora:', 'ben'), ['den of ben', 'detail'])
    assert.deepEqual(await offered('in:best'), ['Best of 2026 1'])
    assert.deepEqual(await offered('in:best', 'ben'), ['Best of 2026 2'])
  })

  test('counts follow the rest of the query', async ({ assert }) => {
    assert.deepEqual(await offered('model:| rating:5'), ['flux1-dev 1'])
    assert.deepEqual(await offered('wolf generator:'), ['a1111 1'])
  })

  test('taking one gives the whole text and the caret', async ({ assert }) => {
    const first = async (text: string, caret = text.length) => {
      const [found] = await complete({ text, caret, viewer: shelf.cast.ada })
      return [found.text, found.caret]
    }
    assert.deepEqual(await first('red mod'), ['red model:', 10])
    assert.deepEqual(await first('wolf model:sd'), ['wolf model:"sdxl base" ', 23])
    assert.deepEqual(await first('(-tag:dra'), ['(-tag:draft ', 12])
    assert.deepEqual(await first('tag:fox,dra'), ['tag:fox,draft ', 14])
    assert.deepEqual(await first('model:fl rating:5', 8), ['model:flux1-dev rating:5', 16])
    assert.deepEqual(await first('model:"sdxl b'), ['model:"sdxl base" ', 18])
  })
})
