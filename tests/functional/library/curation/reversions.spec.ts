import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { collectAssets } from '#library/curation/collecting'
import { lockAssets } from '#library/curation/locking'
import { rateAssets } from '#library/curation/marking'
import { shareAssets } from '#library/curation/sharing'
import { tagAssets } from '#library/curation/tagging'
import { createCast, type Cast } from '#tests/helpers/cast'
import { createCollection } from '#tests/helpers/curation'
import { emptyTables } from '#tests/helpers/database'
import { partial, statusOf } from '#tests/helpers/http'
import { createAsset } from '#tests/helpers/library'

test.group('Putting back from the history', (group) => {
  let cast: Cast
  let assetId: number
  group.each.setup(async () => {
    await emptyTables()
    cast = await createCast()
    const asset = await createAsset({ owner: cast.owner })
    assetId = asset.id
  })

  test('knows no private collection of others, and asks to fill those that are seen', async ({
    client,
    assert,
  }) => {
    const secret = await createCollection('Secret', cast.owner, [], 'private')
    const revision = await collect(secret)
    const putBack = (person: Cast[keyof Cast]) =>
      client
        .post(`/library/${assetId}/revisions/${revision}/reversion`)
        .headers(partial)
        .loginAs(person)
        .withCsrfToken()
        .redirects(0)
    assert.equal(await statusOf(putBack(cast.editor)), 404)
    assert.lengthOf(await db.from('collection_assets'), 1)
    await db.from('collections').update({ visibility: 'everyone' })
    assert.equal(await statusOf(putBack(cast.viewer)), 403)
    assert.equal(await statusOf(putBack(cast.editor)), 302)
    assert.lengthOf(await db.from('collection_assets'), 0)
  })

  test('leaves it to the owner who sees a picture', async ({ client, assert }) => {
    await shareAssets({ assetIds: [assetId], by: cast.owner, visibility: 'private' })
    await shareAssets({ assetIds: [assetId], by: cast.owner, visibility: 'everyone' })
    const newest = await db.from('revisions').orderBy('id', 'desc').firstOrFail()
    const answer = client
      .post(`/library/${assetId}/revisions/${newest.id}/reversion`)
      .headers(partial)
      .loginAs(cast.editor)
      .withCsrfToken()
    assert.equal(await statusOf(answer), 403)
  })

  test('of a locked picture: what the lock leaves free, and nothing else', async ({
    client,
    assert,
  }) => {
    const [by, assetIds] = [cast.owner, [assetId]]
    await tagAssets({ assetIds, by, names: ['Fox'] })
    const tagged = await db.from('revisions').orderBy('id', 'desc').firstOrFail()
    const collected = await collect(await createCollection('Best', by))
    await rateAssets({ assetIds, by, rating: 4 })
    const rated = await db.from('revisions').orderBy('id', 'desc').firstOrFail()
    await lockAssets({ assetIds, by, lock: true })
    const putBack = (revision: number) =>
      client
        .post(`/library/${assetId}/revisions/${revision}/reversion`)
        .headers(partial)
        .loginAs(by)
        .withCsrfToken()
        .redirects(0)
    assert.equal(await statusOf(putBack(tagged.id)), 423)
    assert.equal(await statusOf(putBack(rated.id)), 302)
    assert.equal(await statusOf(putBack(collected)), 302)
    assert.lengthOf(await db.from('collection_assets'), 0)
    assert.lengthOf(await db.from('marks').whereNotNull('rating'), 0)
    assert.lengthOf(await db.from('asset_tags'), 1)
  })

  async function collect(collectionId: number) {
    await collectAssets({ assetIds: [assetId], by: cast.owner, collectionId })
    const { id } = await db.from('revisions').orderBy('id', 'desc').firstOrFail()
    return id as number
  }
})
