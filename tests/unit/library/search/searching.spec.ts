import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { neighbours } from '#library/search/neighbours'
import { assetIds, countAssets, searchAssets } from '#library/search/searching'
import { withLibrary, type Item } from '#tests/unit/library/search/library'

// prettier-ignore
const items: Record<string, Item> = {
  fox:     { at: '2026-03-05 10:00:00', prompt: 'a red fox in the snow, masterpiece', negative_prompt: 'blurry', model: 'flux1-dev', generator: 'comfyui', ai: true, has_workflow: true, seed: '12345678901234567890', steps: 20, cfg_scale: 3.5, sampler: 'Euler a', scheduler: 'karras', project: 'Posters', tags: ['fox', 'draft'], loras: ['add_detail', 'snow'], choices: { colour: 'Red', 'colour.2': 'blue', 'guidance scale': '7' }, ada: 5, ben: 1, size: 6_000_000, width: 1920, height: 1080 },
  wolf:    { project: 'Spring cards', choices: { colour: 'dark red', 1: 'red' }, at: '2026-03-04 10:00:00', prompt: 'a grey wolf, no red here, a fox far away', model: 'Flux.1 schnell', generator: 'a1111', ai: true, path: 'Übung/wolf.png', seed: '12345', steps: 30, cfg_scale: 7, sampler: 'Euler', denoise: 0.4, tags: ['animal'], ada: 4 },
  arctic:  { at: '2026-03-03 10:00:00', prompt: 'a red fox in the snow, masterpiece', model: 'sdxl_base', generator: 'a1111', ai: true, seed: '12345', steps: 25, vae: 'ft-mse', tags: ['arctic_fox', 'red_fox'], ben: 'favorite', width: 768, height: 1024 },
  city:    { project: 'Hush', at: '2026-02-15 23:59:59', by: 'ben', private: true, prompt: 'city at night', model: 'flux1-dev', ai: true, tags: ['city'], ben: 5 },
  harbour: { at: '2026-01-31 08:00:00', file_name: 'IMG_0001.jpg', path: '2026/january/IMG_0001.jpg', extension: 'jpg', has_location: true, notes: 'Café by the harbour', width: 4000, height: 3000, orientation: 6, ada: 'favorite', size: 300_000 },
  clip:    { at: '2025-12-31 00:00:00', kind: 'video', extension: 'mp4', file_name: 'clip.mp4', duration: 95, ada: 2, edited_at: '2026-03-01 00:00:00', width: 1920, height: 1080 },
  song:    { at: '2025-06-01 00:00:00', kind: 'audio', extension: 'mp3', file_name: 'song.mp3', duration: 200, width: null, height: null, placeholder: null },
  broken:  { at: '2024-05-01 00:00:00', broken_reason: 'cut off', missing_at: '2026-01-01 00:00:00', tags: ['draft'] },
  binned:  { project: 'Posters', at: '2026-03-06 00:00:00', deleted_at: '2026-03-07 00:00:00', prompt: 'a red fox', tags: ['fox'] },
}

/** Query → what Ada finds, newest first. */
// prettier-ignore
const table: [query: string, found: string][] = [
  ['',                                   'fox wolf arctic harbour clip song broken'],
  ['fox',                                'fox wolf arctic'],
  ['"red fox"',                          'fox arctic'],
  ['red fox -"red fox"',                 'wolf'],
  ['FOX snow',                           'fox arctic'],
  ['mast*',                              'fox arctic'],
  ['cafe',                               'harbour'],
  ['wolf OR harbour',                    'wolf harbour'],
  ['wolf | cafe type:image',             'wolf harbour'],
  ['(wolf | fox) -model:flux',           'arctic'],
  ['NOT fox type:image',                 'harbour broken'],
  ['a red fox in the snow, masterpiece', 'fox arctic'],
  ['(red fox:1.2), ((snow))',            ''],
  ['!!! fox',                            'fox wolf arctic'],
  ['prompt:red',                         'fox wolf arctic'],
  ['prompt:"red fox" neg:blurry',        'fox'],
  ['neg:none has:prompt',                'wolf arctic'],
  ['notes:harbour',                      'harbour'],
  ['name:IMG*',                          'harbour'],
  ['path:2026/jan',                      'harbour'],
  ['path:Übung',                         'wolf'],
  ['in:"Été"',                           'harbour'],
  ['city',                               ''],
  ['project:posters',                    'fox'],
  ['project:"spring cards"',             'wolf'],
  ['project:post*,spring*',              'fox wolf'],
  ['project:any',                        'fox wolf'],
  ['project:none type:image',            'arctic harbour broken'],
  ['project:!=posters type:image',       'wolf arctic harbour broken'],
  ['project:hush',                       ''],
  ['order:any',                          'fox wolf'],
  ['-order:any type:image',              'arctic harbour broken'],

  ['model:flux',                         'fox wolf'],
  ['model:=flux1-dev',                   'fox'],
  ['model:=flux',                        ''],
  ['model:flux*dev',                     'fox'],
  ['model:FLUX**1*n*l',                  'wolf'],
  ['model:flux1*1-dev',                  ''],
  ['model:flux,sdxl',                    'fox wolf arctic'],
  ['-model:flux',                        'arctic harbour clip song broken'],
  ['model:none type:image',              'harbour broken'],
  ['generator:a1111',                    'wolf arctic'],
  ['lora:detail',                        'fox'],
  ['choice.colour:red',                  'fox'],
  ['choice.colour:blue',                 'fox'],
  ['choice.colour:*red,blue',            'fox wolf'],
  ['Choice.Colour:"dark red"',           'wolf'],
  ['choice.colour:!=red fox',            'wolf arctic'],
  ['choice:red',                         'fox wolf'],
  ['choice.1:red',                       'wolf'],
  ['choice.guidance_scale:7',            'fox'],
  ['choice.colour:any',                  'fox wolf'],
  ['choice:none fox',                    'arctic'],
  ['choice.shape:round',                 ''],
  ['lora:any',                           'fox'],
  ['vae:mse',                            'arctic'],
  ['sampler:=euler',                     'wolf'],
  ['Steps: 20',                          'fox'],
  ['steps:20..25',                       'fox arctic'],
  ['steps:>20 steps:<=30',               'wolf arctic'],
  ['cfg:3.5',                            'fox'],
  ['denoise:<0.5',                       'wolf'],
  ['seed:12345678901234567890',          'fox'],
  ['seed:12345',                         'wolf arctic'],
  ['seed:12345*',                        'fox wolf arctic'],

  ['type:video,audio',                   'clip song'],
  ['type:!=image',                       'clip song'],
  ['ext:jpeg',                           'harbour'],
  ['width:>=1920',                       'fox harbour clip'],
  ['width:3000',                         'harbour'],
  ['ratio:16:9',                         'fox clip'],
  ['ratio:portrait',                     'arctic harbour'],
  ['ratio:square',                       'wolf broken'],
  ['mp:12',                              'harbour'],
  ['Size: 768x1024',                     'arctic'],
  ['size:>5mb',                          'fox'],
  ['size:300kb',                         'harbour'],
  ['duration:1m..2m',                    'clip'],
  ['duration:>90',                       'clip song'],

  ['rating:>=4',                         'fox wolf'],
  ['rating:5',                           'fox'],
  ['rating:none type:image',             'arctic harbour broken'],
  ['-rating:>=4 type:image',             'arctic harbour broken'],
  ['rating:any',                         'fox wolf clip'],
  ['is:unrated -type:image',             'song'],
  ['is:favorite',                        'harbour'],
  ['tag:fox',                            'fox arctic'],
  ['tag:=fox',                           'fox'],
  ['tag:animal',                         'fox wolf arctic'],
  ['tag:"red fox"',                      'arctic'],
  ['tag:Red_Fox',                        'arctic'],
  ['tag:arc*',                           'arctic'],
  ['tag:fox -tag:draft',                 'arctic'],
  ['tag:fox tag:draft',                  'fox'],
  ['tag:fox,draft',                      'fox arctic broken'],
  ['tag:town',                           ''],
  ['tag:none -type:image',               'clip song'],
  ['tag:empty',                          ''],
  ['tag:nowhere',                        ''],
  ['in:"best of 2026"',                  'fox harbour'],
  ['in:best*',                           'fox harbour'],
  ['in:none type:image',                 'wolf arctic broken'],
  ['in:secret',                          ''],

  ['date:2026-03',                       'fox wolf arctic'],
  ['date:2026-03-04',                    'wolf'],
  ['date:2026-01-01..2026-02-15',        'harbour'],
  ['date:2026-03-04..',                  'fox wolf'],
  ['date:<2026',                         'clip song broken'],
  ['date:>2026-03-04',                   'fox'],
  ['date:2024,2025',                     'clip song broken'],
  ['added:2025',                         'clip song'],
  ['edited:2026-03',                     'clip'],
  ['date:today',                         ''],

  ['is:trashed',                         'binned'],
  ['is:trashed tag:fox',                 'binned'],
  ['is:broken',                          'broken'],
  ['is:missing',                         'broken'],
  ['is:untagged type:image',             'harbour'],
  ['is:ai',                              'fox wolf arctic'],
  ['is:private',                         ''],
  ['has:workflow',                       'fox'],
  ['has:gps',                            'harbour'],
  ['has:seed -has:lora',                 'wolf arctic'],
  ['missing:thumb',                      'song'],
  ['missing:metadata type:image',        'harbour broken'],
  ['is:duplicate',                       ''],
  ['person:Ada',                         ''],

  ['is:ai sort:steps',                   'fox arctic wolf'],
  ['sort:name type:image',               'arctic broken fox harbour wolf'],
  ['sort:rating-,date',                  'fox wolf clip broken song harbour arctic'],
  ['sort:duration-',                     'song clip fox wolf arctic harbour broken'],
  ['sort:size',                          'harbour wolf arctic clip song broken fox'],
  ['sort:date',                          'broken song clip harbour arctic wolf fox'],
  ['limit:2',                            'fox wolf'],
  ['sort:name limit:3',                  'arctic broken clip'],
  ['model:flux rating:>=4 -tag:draft "red fox"', ''],
  ['model:sdxl -tag:draft "red fox" date:2026',  'arctic'],
]

test.group('Search | what is found', (group) => {
  const library = withLibrary(group, items)
  const names = (ids: number[]) => ids.map((id) => library.name(id)).join(' ')

  test('{0} finds {1}')
    .with(table)
    .run(async ({ assert }, [q, found]) => {
      const asked = { q, viewer: library.cast.ada }
      const answer = await searchAssets(asked)
      assert.isUndefined(answer.error)
      assert.equal(names(answer.rows.map((row) => row.id)), found)
      const { count } = await countAssets(asked)
      assert.equal(count, answer.rows.length)
      const { ids } = await assetIds(asked)
      assert.equal(names(ids), found)
    })

  test('a NUL is one more sign between words', async ({ assert }) => {
    for (const q of ['red\0fox\0', 'prompt:"red\0fox"', 'red\0fo*']) {
      const answer = await searchAssets({ q, viewer: library.cast.ada })
      assert.equal(names(answer.rows.map((row) => row.id)), 'fox arctic')
    }
  })

  test('everybody finds what they may see, by their own marks', async ({ assert }) => {
    const found = async (q: string) => {
      const { rows } = await searchAssets({ q, viewer: library.cast.ben })
      return names(rows.map((row) => row.id))
    }
    assert.equal(await found('date:2026-02..'), 'fox wolf arctic city')
    assert.equal(await found('rating:5'), 'city')
    assert.equal(await found('rating:any sort:rating'), 'fox city')
    assert.equal(await found('is:favorite'), 'arctic')
    assert.equal(await found('in:secret'), 'city')
    assert.equal(await found('tag:town'), 'city')
    assert.equal(await found('is:private'), 'city')
  })

  test('what shares a prompt or a seed is found, but not through what is hidden', async ({
    assert,
  }) => {
    const found = async (q: string) => {
      const answer = await searchAssets({ q, viewer: library.cast.ada })
      return names(answer.rows.map((row) => row.id))
    }
    assert.equal(await found(`sameprompt:${library.id('fox')}`), 'fox arctic')
    assert.equal(await found(`sameseed:${library.id('wolf')}`), 'wolf arctic')
    assert.equal(await found(`sameprompt:${library.id('city')}`), '')
  })

  test('a page shows tiles with the viewer’s own rating and favourite', async ({ assert }) => {
    const { rows } = await searchAssets({ q: 'snow', viewer: library.cast.ben })
    assert.containsSubset(rows, [
      { fileName: 'fox.png', rating: 1, favorite: false, model: 'flux1-dev', width: 1920 },
      { fileName: 'arctic.png', rating: null, favorite: true },
    ])
  })

  test('pages of “{$self}” lead on and back')
    .with([
      '',
      'sort:rating-,date-',
      'sort:rating,name',
      'sort:rating- limit:5',
      'sort:name',
      'sort:duration',
      'sort:random~7',
      'sort:added',
      'limit:5',
    ])
    .run(async ({ assert }, q) => {
      const viewer = library.cast.ada
      const whole = await searchAssets({ q, viewer })
      assert.isNull(whole.next)
      assert.isNull(whole.previous)
      const ids = whole.rows.map((row) => row.id)
      const forward: number[] = []
      let page = await searchAssets({ q, viewer, limit: 2 })
      assert.isNull(page.previous)
      forward.push(...page.rows.map((row) => row.id))
      while (page.next) {
        page = await searchAssets({ q, viewer, limit: 2, after: page.next })
        forward.push(...page.rows.map((row) => row.id))
      }
      assert.deepEqual(forward, ids)
      const backward = page.rows.map((row) => row.id)
      while (page.previous) {
        page = await searchAssets({ q, viewer, limit: 2, before: page.previous })
        backward.unshift(...page.rows.map((row) => row.id))
      }
      assert.deepEqual(backward, ids)
    })

  test('neighbours follow the order of the search', async ({ assert }) => {
    const beside = async (q: string, name: string) => {
      const found = await neighbours({ q, viewer: library.cast.ada, assetId: library.id(name) })
      return [library.name(found.previous), library.name(found.next)]
    }
    assert.deepEqual(await beside('', 'wolf'), ['fox', 'arctic'])
    assert.deepEqual(await beside('', 'fox'), [null, 'wolf'])
    assert.deepEqual(await beside('', 'broken'), ['song', null])
    assert.deepEqual(await beside('tag:fox', 'wolf'), ['fox', 'arctic'])
    assert.deepEqual(await beside('sort:rating-', 'clip'), ['wolf', 'arctic'])
    assert.deepEqual(await beside('', 'city'), [null, null])
    assert.deepEqual(await beside('"', 'fox'), [null, null])
  })

  test('the rank of an item is its place in the list of the search')
    .with([
      '',
      'sort:date',
      'tag:fox',
      'tag:fox sort:name',
      'fox',
      'type:image sort:rating-,name',
      'sort:size-',
      'limit:3',
    ])
    .run(async ({ assert }, q) => {
      const viewer = library.cast.ada
      const { ids } = await assetIds({ q, viewer })
      assert.isAbove(ids.length, 1)
      for (const [index, assetId] of ids.entries()) {
        const { rank } = await neighbours({ q, viewer, assetId })
        assert.deepEqual(
          rank,
          { number: index + 1, capped: false },
          `${q} ${library.name(assetId)}`
        )
      }
    })

  test('what a search does not find has no rank in it', async ({ assert }) => {
    const viewer = library.cast.ada
    const outside = await neighbours({ q: 'tag:fox', viewer, assetId: library.id('song') })
    assert.isNull(outside.rank)
    const wrong = await neighbours({ q: '"', viewer, assetId: library.id('fox') })
    assert.isNull(wrong.rank)
  })

  test('marks follow their asset to another date', async ({ assert }) => {
    const position = (Date.UTC(2020, 0) / 1000) * 2 ** 21
    await db
      .from('assets')
      .where('id', library.id('fox'))
      .update({ position, captured_at: '2020-01-01 00:00:00' })
    const found = async (q: string) => {
      const { ids } = await assetIds({ q, viewer: library.cast.ada })
      return names(ids)
    }
    assert.equal(await found('rating:>=4'), 'wolf fox')
    assert.equal(await found('rating:5'), 'fox')
    assert.equal(await found('rating:none date:2020'), '')
  })

  test('counting stops at the cap', async ({ assert }) => {
    const answer = await countAssets({ q: 'type:image', viewer: library.cast.ada, cap: 3 })
    assert.containsSubset(answer, { count: 3, capped: true })
  })

  test('ids come in pages', async ({ assert }) => {
    const viewer = library.cast.ada
    const first = await assetIds({ q: '', viewer, limit: 4 })
    const second = await assetIds({ q: '', viewer, limit: 4, after: first.next })
    assert.equal(names([...first.ids, ...second.ids]), table[0][1])
    assert.isNull(second.next)
  })

  test('a query that cannot be read finds nothing and says where', async ({ assert }) => {
    const answer = await searchAssets({ q: 'fox (wolf', viewer: library.cast.ada })
    assert.deepEqual(answer.rows, [])
    assert.equal(answer.error?.column, 5)
  })

  test('hints tell of what is unknown or not there yet', async ({ assert }) => {
    const hints = async (q: string) => {
      const answer = await searchAssets({ q, viewer: library.cast.ada })
      return answer.hints.map(({ message }) => message).join()
    }
    assert.equal(await hints('tag:nowhere'), 'There is no tag “nowhere”.')
    assert.match(await hints('views:>10'), /not available yet/)
    assert.equal(await hints('order:1234'), 'There is no order 1234.')
    assert.equal(await hints('project:hush'), 'There is no project “hush”.')
    assert.match(await hints('colour:red'), /no field “colour”/)
  })

  test('a cursor that is not ours is as none', async ({ assert }) => {
    const viewer = library.cast.ada
    for (const after of ['x', 'WyJhIiwiYiJd', '%%%', 'W251bGxd']) {
      const { rows } = await searchAssets({ q: 'fox', viewer, after })
      assert.lengthOf(rows, 3)
    }
  })
})
