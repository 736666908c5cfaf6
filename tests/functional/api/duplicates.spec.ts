import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { findMembers } from '#duplicates/members'
import Asset from '#library/models/asset'
import { tagsOf } from '#library/curation/item'
import { call, keyOf } from '#tests/helpers/api'
import { type Cast, createCast } from '#tests/helpers/cast'
import { emptyDataFolders, emptyTables } from '#tests/helpers/database'
import { assetWithFile, createGroup, makeAlike } from '#tests/helpers/duplicates'
import { createAsset } from '#tests/helpers/library'

test.group('API of duplicates', (group) => {
  let cast: Cast
  let key: string
  group.each.setup(async () => {
    await emptyTables()
    await emptyDataFolders()
    cast = await createCast()
    key = await keyOf(cast.editor, 'read', 'write', 'files')
  })

  const alike = async () => {
    const owner = cast.owner
    const one = await assetWithFile('one', { owner, tags: ['fox'] })
    const other = await assetWithFile('other', { owner, tags: ['snow'] })
    await makeAlike([one, other])
    return [one, other]
  }

  test('lists groups with their members and the keeper it would keep', async ({ assert }) => {
    const [one, other] = await alike()
    const groupId = await createGroup([one, other])

    const both = await Promise.all([
      call('GET', '/api/duplicates', { key }),
      call('GET', '/api/images/duplicates?threshold=256', { key }),
    ])
    const nowhere = await call('GET', '/api/duplicates?directory=/nowhere', { key })

    for (const { body } of both) {
      assert.equal(body.total, 1)
      assert.equal(body.items[0].id, groupId)
      const ids = body.items[0].members.map(({ asset }: any) => asset.id)
      assert.sameMembers(ids, [one.id, other.id])
      assert.include(ids, body.items[0].suggested_keeper_id)
    }
    await db.table('marks').insert({ user_id: cast.editor.id, asset_id: other.id, rating: 5 })
    const { body: rated } = await call('GET', '/api/duplicates', { key })
    assert.equal(rated.items[0].suggested_keeper_id, other.id)
    assert.equal(rated.items[0].reason, 'rating')
    assert.deepEqual(nowhere.body, { items: [], total: 0, next: null })
  })

  test('lists no more of a large group than its page shows, and says how many there are', async ({
    assert,
  }) => {
    const many = []
    for (let number = 0; number < 61; number++) many.push(await createAsset({ owner: cast.owner }))
    await createGroup(many)
    const { body } = await call('GET', '/api/duplicates', { key })

    assert.equal(body.items[0].member_count, 61)
    assert.deepEqual(
      body.items[0].members.map(({ asset }: any) => asset.id),
      many.slice(0, 60).map(({ id }) => id)
    )
    assert.equal(body.items[0].suggested_keeper_id, many[0].id)
  })

  test('looks at as many as there may be at once', async ({ assert }) => {
    const [one, other] = await alike()
    const nobody = Array.from({ length: 40_000 }, (_, at) => 1_000 + at)
    const found = await findMembers([one.id, ...nobody, other.id], cast.editor)
    assert.deepEqual(
      found.map(({ id }) => id),
      [one.id, other.id]
    )
  })

  test('says that they are no duplicates, and takes it back', async ({ assert }) => {
    const [one, other] = await alike()
    const json = { ids: [one.id, other.id] }

    const said = await call('POST', '/api/images/duplicates/ignore', { key, json })
    assert.equal(said.body.pairs, 1)
    const kept = await call('POST', '/api/action/keep', { key, json })
    assert.equal(kept.status, 200)
    assert.lengthOf(await db.from('duplicate_decisions'), 1)
    const withdrawn = await call('DELETE', '/api/images/duplicates/ignore', { key, json })
    assert.equal(withdrawn.body.pairs, 1)
    assert.lengthOf(await db.from('duplicate_decisions'), 0)
  })

  test('merges what is alike, and refuses what is not', async ({ assert }) => {
    const [one, other] = await alike()
    const different = await createAsset({ owner: cast.owner })
    const path = '/api/images/merge-duplicates'

    const refused = await call('POST', path, {
      key,
      json: { keep_id: one.id, merge_ids: [different.id] },
    })
    const merged = await call('POST', path, {
      key,
      json: { keep_id: one.id, merge_ids: [other.id] },
    })

    assert.equal(refused.status, 422)
    assert.equal(merged.body.count, 1)
    const tags = await tagsOf(one.id)
    assert.sameMembers(
      tags.map(({ name }) => name),
      ['fox', 'snow']
    )
    const trashed = await Asset.findOrFail(other.id)
    assert.isNotNull(trashed.deletedAt)
  })

  test('moves nothing to where nothing may be written', async ({ assert }) => {
    const [one] = await alike()

    const moved = await call('POST', '/api/action/move', {
      key,
      json: { ids: [one.id], folder_id: 4711 },
    })

    assert.isAtLeast(moved.status, 404)
    assert.isBelow(moved.status, 500)
    const same = await Asset.findOrFail(one.id)
    assert.equal(same.path, one.path)
  })

  test('trashes by the action, too', async ({ assert }) => {
    const [one] = await alike()

    const { status, body } = await call('POST', '/api/action/delete', {
      key,
      json: { ids: [one.id] },
    })

    assert.equal(status, 202)
    assert.equal(body.count, 1)
  })
})
