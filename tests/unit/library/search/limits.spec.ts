import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { galleryPage } from '#library/gallery/gallery_page'
import { filters } from '#library/gallery/filters'
import { neighbours } from '#library/search/neighbours'
import { assetIds, countAssets, searchAssets } from '#library/search/searching'
import { TooBroad, withPatience } from '#library/search/sql'
import { sorting } from '#library/search/plan'
import { withLibrary } from '#tests/unit/library/search/library'
import type Asset from '#library/models/asset'
import { createCast, type Cast } from '#tests/helpers/cast'
import { emptyTables } from '#tests/helpers/database'
import { createAsset } from '#tests/helpers/library'

const endless = `CREATE VIEW asset_loras AS
  WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT -i AS asset_id, 'detail' AS name FROM n`

/** Not inside of a transaction: what is stopped here must not share its connection. */
test.group('Search | what would take too long', (group) => {
  let cast: Cast
  let wolf: Asset
  group.each.setup(async () => {
    await emptyTables()
    cast = await createCast()
    wolf = await createAsset({ owner: cast.owner, prompt: 'a grey wolf' })
    await createAsset({ owner: cast.owner, prompt: 'a red fox' })
    await db.rawQuery('ALTER TABLE asset_loras RENAME TO kept_loras')
    await db.rawQuery(endless)
    return async () => {
      await db.rawQuery('DROP VIEW asset_loras')
      await db.rawQuery('ALTER TABLE kept_loras RENAME TO asset_loras')
    }
  })
  const asked = (q: string) => ({ q, viewer: cast.owner })
  const display = { view: 'grid', size: 'medium' } as const

  test('a statement that goes on too long is stopped, and the next one runs', async ({
    assert,
  }) => {
    const began = performance.now()
    const search = withPatience(50, () => searchAssets(asked('lora:detail')))
    await assert.rejects(() => search, TooBroad)
    assert.isBelow(performance.now() - began, 1_000)
    const { rows } = await withPatience(1_000, () => searchAssets(asked('fox')))
    assert.lengthOf(rows, 1)
  })

  test('the page says so beside the list of the search before', async ({ assert }) => {
    const page = await withPatience(50, () =>
      galleryPage({ ...asked('lora:detail'), previously: 'fox', display })
    )
    assert.match(page.error!.message, /look at too much.+date:/)
    assert.equal(page.typed, 'lora:detail')
    assert.lengthOf(page.tiles(), 1)
  })

  test('reloaded, it shows the newest pictures instead', async ({ assert }) => {
    const page = await withPatience(50, () =>
      galleryPage({ ...asked('lora:detail'), previously: 'lora:detail', display })
    )
    assert.lengthOf(page.tiles(), 2)
  })

  test('filters and neighbours are left out, an action on all of it is refused', async ({
    assert,
  }) => {
    const q = 'lora:detail'
    const panel = await withPatience(50, () => filters(asked(q)))
    assert.containsSubset(panel, { tooBroad: true, facets: [] })
    const near = await withPatience(50, () => neighbours({ ...asked(q), assetId: wolf.id }))
    assert.deepEqual(near, { previous: null, next: null, rank: null })
    await assert.rejects(() => withPatience(50, () => assetIds(asked(q))), TooBroad)
  })
})

test.group('Search | orders and beginnings that would be too much', (group) => {
  const library = withLibrary(group, {
    a: { at: '2026-03-04 10:00:00', steps: 20, model: 'flux', tags: ['draft'] },
    b: { at: '2026-03-03 10:00:00', steps: 40, model: 'flux', tags: ['draft'] },
    c: { at: '2026-03-02 10:00:00', steps: 30, model: 'sdxl' },
    d: { at: '2026-03-01 10:00:00', steps: 50, model: 'flux' },
  })
  group.each.setup(() => {
    const { most } = sorting
    sorting.most = 2
    return () => {
      sorting.most = most
    }
  })
  const found = async (q: string) => {
    const { rows, hints } = await searchAssets({ q, viewer: library.cast.ada })
    const names = rows.map(({ id }) => library.name(id)).join(' ')
    return { names, hint: hints.map(({ message }) => message).join(' ') }
  }

  test('only the newest are sorted, and the page says so', async ({ assert }) => {
    const all = await found('sort:steps-')
    assert.equal(all.names, 'b a')
    assert.match(all.hint, /newest 2 found/)
    const { names, hint } = await found('model:flux steps:>0 sort:steps-')
    assert.equal(names, 'b a')
    assert.match(hint, /newest 2 found/)
    const { count } = await countAssets({ q: 'sort:steps-', viewer: library.cast.ada })
    assert.equal(count, 4)
  })

  test('what is few is sorted whole, and so is what has an index', async ({ assert }) => {
    assert.deepEqual(await found('tag:draft sort:steps-'), { names: 'b a', hint: '' })
    assert.deepEqual(await found('sort:name'), { names: 'a b c d', hint: '' })
  })

  test('a beginning of too many words asks for more of it', async ({ assert }) => {
    await db.rawQuery(
      `INSERT INTO asset_texts_idx (segid, term, pgno) VALUES (999, CAST('0w' AS blob), 4), (999, CAST('0wz' AS blob), 8004)`
    )
    await assert.rejects(
      () => found('W*'),
      'Too many words begin with “w”: write more of it before the *.'
    )
    await assert.rejects(() => found('prompt:w*'), TooBroad)
    assert.deepEqual(await found('wo*'), { names: '', hint: '' })
  })
})
