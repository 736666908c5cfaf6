import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { rateAssets } from '#library/curation/marking'
import { revertRevision } from '#library/curation/reverting'
import { importBytes } from '#tests/helpers/arrivals'
import { type Cast, createCast } from '#tests/helpers/cast'
import { emptyDataFolders, emptyTables } from '#tests/helpers/database'
import { webp, xmp } from '#tests/helpers/files/index'

test.group('A rating that a file proposes', (group) => {
  let cast: Cast
  group.each.setup(async () => {
    await emptyTables()
    await emptyDataFolders()
    cast = await createCast()
  })

  test('is shown with its source, and taken over by who wants it', async ({ client, assert }) => {
    const asset = await importBytes(await rated(), 'a.webp', { owner: cast.owner })
    assert.lengthOf(await db.from('marks'), 0)
    const page = await client.get(`/library/${asset.id}`).loginAs(cast.viewer)
    page.assertTextIncludes('Rated 4 stars by')
    await client
      .put(`/library/${asset.id}/marks`)
      .form({ rating: '4' })
      .loginAs(cast.viewer)
      .withCsrfToken()
      .redirects(0)
    const mine = await client.get(`/library/${asset.id}`).loginAs(cast.viewer)
    assert.notInclude(mine.text(), 'Rated 4 stars by')
    const others = await client.get(`/library/${asset.id}`).loginAs(cast.editor)
    others.assertTextIncludes('Rated 4 stars by')
  })

  test('comes with the import where that is asked for, and can be put back', async ({ assert }) => {
    const asset = await importBytes(await rated(), 'a.webp', wanted())
    assert.include(await mark(asset.id), { user_id: cast.owner.id, rating: 4 })
    const revision = await db.from('revisions').where('field', 'rating').firstOrFail()
    await revertRevision(revision, cast.owner)
    assert.isNull(await mark(asset.id))

    await importBytes(await rated(), 'again.webp', wanted())
    assert.isNull(await mark(asset.id), 'whoever took it away has said what they think')
  })

  test('never takes the place of a person’s own', async ({ assert }) => {
    const asset = await importBytes(await rated(), 'a.webp', { owner: cast.owner })
    await rateAssets({ assetIds: [asset.id], by: cast.owner, rating: 2 })
    await importBytes(await rated(), 'again.webp', wanted())
    assert.include(await mark(asset.id), { rating: 2 })
  })

  const rated = () => webp({ xmp: xmp({ 'xmp:Rating': '4' }) })
  const wanted = () => ({ owner: cast.owner, proposals: true })
  const mark = (assetId: number) => db.from('marks').where('asset_id', assetId).first()
})
