import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { galleryPage } from '#library/gallery/gallery_page'
import { filters } from '#library/gallery/filters'
import { neighbours } from '#library/search/neighbours'
import { assetIds, searchAssets } from '#library/search/searching'
import { TooBroad, withPatience } from '#library/search/sql'
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
    assert.lengthOf(page.tiles, 1)
  })

  test('reloaded, it shows the newest pictures instead', async ({ assert }) => {
    const page = await withPatience(50, () =>
      galleryPage({ ...asked('lora:detail'), previously: 'lora:detail', display })
    )
    assert.lengthOf(page.tiles, 2)
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
