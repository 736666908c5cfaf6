import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { changeAssets } from '#library/curation/bulk'
import { editAsset, revertField } from '#library/curation/editing'
import { lockAssets } from '#library/curation/locking'
import { collectAssets, uncollectAssets } from '#library/curation/collecting'
import { shareAssets } from '#library/curation/sharing'
import { mergeTags } from '#library/curation/merging'
import { tagAssets } from '#library/curation/tagging'
import { undoChange } from '#library/curation/undoing'
import { replace } from '#library/importing/replacements'
import { ownCollection } from '#library/importing/upload_page'
import type Asset from '#library/models/asset'
import { mergeGroup } from '#duplicates/merging'
import { moveToFolder } from '#duplicates/files/moving_together'
import { suggestKeeper } from '#duplicates/keeper'
import { findMembers } from '#duplicates/members'
import { unite } from '#duplicates/merging/uniting'
import { trashAssets } from '#trash/trashing'
import { scopes } from '#accounts/api_keys'
import { call, keyOf } from '#tests/helpers/api'
import { type Cast, createCast } from '#tests/helpers/cast'
import { createCollection } from '#tests/helpers/curation'
import { emptyDataFolders, emptyTables } from '#tests/helpers/database'
import { partial } from '#tests/helpers/http'
import { its } from '#tests/helpers/its'
import { makeAlike } from '#tests/helpers/duplicates'
import { createAsset } from '#tests/helpers/library'

test.group('A locked item', (group) => {
  let cast: Cast
  let asset: Asset
  group.each.setup(async () => {
    await emptyTables()
    await emptyDataFolders()
    cast = await createCast()
    asset = await createAsset({ owner: cast.editor, prompt: 'a fox', tags: ['Fox'] })
    await lockAssets({ assetIds: [asset.id], by: cast.editor, lock: true })
  })

  const rowOf = (id: number) => db.from('assets').where({ id }).firstOrFail()

  test('keeps its words, tags and audience, and says why in words', async ({ assert }) => {
    const by = cast.editor
    const one = { assetId: asset.id, by }
    const many = { assetIds: [asset.id], by }

    await assert.rejects(() => editAsset({ ...one, values: { notes: 'x' } }), /is locked/)
    await assert.rejects(() => revertField({ ...one, field: 'prompt' }), /is locked/)
    assert.equal(await its('count', tagAssets({ ...many, names: ['Wolf'] })), 0)
    assert.equal(await its('count', shareAssets({ ...many, visibility: 'private' })), 0)
    assert.equal(await its('visibility', rowOf(asset.id)), 'everyone')
  })

  test('may be rated and collected all the same', async ({ assert }) => {
    const action = { assetIds: [asset.id], by: cast.viewer }
    const rated = await changeAssets({ ...action, change: { verb: 'rate', rating: 4 } })
    assert.equal(rated.count, 1)
    assert.notInclude(rated.text, 'stayed')
  })

  test('is left by what is done to many, which says so', async ({ client, assert }) => {
    const other = await createAsset({ owner: cast.editor })
    const assetIds = [asset.id, other.id]
    const change = { verb: 'tag' as const, names: ['Wolf'] }
    const tagged = await changeAssets({ assetIds, by: cast.editor, change })
    assert.equal(tagged.count, 1)
    assert.include(tagged.text, '1 item stayed as it is: locked, or not yours to change.')

    const answer = await client
      .post('/trash')
      .form({ 'ids[]': assetIds.map(String) })
      .headers(partial)
      .loginAs(cast.editor)
      .withCsrfToken()
    assert.equal(answer.status(), 200)
    assert.isNull(await its('deleted_at', rowOf(asset.id)))
    assert.isNotNull(await its('deleted_at', rowOf(other.id)))
  })

  test('cannot be in the trash, whatever writes it', async ({ assert }) => {
    const trashed = await trashAssets({ assetIds: [asset.id], by: cast.owner, reason: null })
    assert.equal(trashed.count, 0)
    await assert.rejects(
      () => db.from('assets').where('id', asset.id).update({ deleted_at: '2026-01-01 00:00:00' }),
      /CHECK/
    )
  })

  test('keeps its file', async ({ assert }) => {
    const file = { assetId: asset.id, path: '/nowhere', name: 'x.png' }
    const replaced = await replace(file, cast.editor, undefined)
    assert.include(replaced.message, 'is locked')
  })

  test('keeps what an undo would take back', async ({ assert }) => {
    const by = cast.editor
    await lockAssets({ assetIds: [asset.id], by, lock: false })
    const tagged = await tagAssets({ assetIds: [asset.id], by, names: ['Wolf'] })
    await lockAssets({ assetIds: [asset.id], by, lock: true })

    const undone = await undoChange({ changeId: tagged.changeId, by })
    assert.equal(undone.count, 0)
    assert.include(undone.text, 'locked since')
    assert.lengthOf(await db.from('asset_tags').where('asset_id', asset.id), 2)
  })

  test('has the tag another was merged into, and the first one back when that is undone', async ({
    assert,
  }) => {
    const by = cast.editor
    const tagsOf = async () => {
      const rows = await db
        .from('asset_tags')
        .join('tags', 'tags.id', 'tag_id')
        .where('asset_id', asset.id)
        .select('name')
      return rows.map(({ name }) => name)
    }
    await createAsset({ owner: by, tags: ['Vixen'] })
    const fox = await db.from('tags').where('name', 'Fox').firstOrFail()
    const vixen = await db.from('tags').where('name', 'Vixen').firstOrFail()
    const { changeId } = await mergeTags({ fromId: fox.id, intoId: vixen.id, by })
    assert.deepEqual(await tagsOf(), ['Vixen'])
    assert.equal(await its('count', undoChange({ changeId, by })), 1)
    assert.deepEqual(await tagsOf(), ['Fox'])
  })

  test('is unlocked by its owner, an administrator, and an undo', async ({ client, assert }) => {
    const url = `/library/${asset.id}/lock?_method=DELETE`
    const ask = async (by: Cast['owner']) => {
      const sent = client.post(url).headers(partial).loginAs(by).withCsrfToken().redirects(0)
      const answer = await sent
      return answer.status()
    }
    assert.equal(await ask(cast.stranger), 403)
    assert.isNotNull(await its('locked_at', rowOf(asset.id)))
    assert.equal(await ask(cast.owner), 302)
    assert.isNull(await its('locked_at', rowOf(asset.id)))

    const locked = await lockAssets({ assetIds: [asset.id], by: cast.editor, lock: true })
    assert.equal(await its('count', undoChange({ changeId: locked.changeId, by: cast.editor })), 1)
    assert.isNull(await its('locked_at', rowOf(asset.id)))
  })

  test('shows that it is, is found as such, and offers nothing that is refused', async ({
    client,
    assert,
  }) => {
    const page = await client.get(`/library/${asset.id}`).loginAs(cast.editor)
    assert.include(page.text(), 'Locked: unlock it')
    for (const offer of ['Move to the trash', 'Replace the file', 'Edit prompt', 'Add a tag'])
      assert.notInclude(page.text(), offer)
    const others = await client.get(`/library/${asset.id}`).loginAs(cast.viewer)
    assert.notInclude(others.text(), 'unlock it')
    const list = await client.get('/library').qs({ q: 'is:locked' }).loginAs(cast.viewer)
    assert.include(list.text(), `asset_${asset.id}"`)
  })

  test('is told to programs, with 423 and a sentence', async ({ assert }) => {
    const key = await keyOf(cast.editor, ...scopes)
    const path = `/api/assets/${asset.id}`
    const edited = await call('PUT', path, { key, json: { notes: 'x' } })
    assert.equal(edited.status, 423)
    assert.include(edited.body.detail, 'unlock it')
    assert.equal(await its('status', call('PUT', path, { key, json: { rating: 3 } })), 200)
    assert.equal(await its('status', call('DELETE', path, { key })), 423)
    assert.deepEqual(await its('body', call('DELETE', `${path}/lock`, { key })), { locked: false })
    assert.equal(await its('status', call('PUT', path, { key, json: { notes: 'x' } })), 200)
  })

  test('is the keeper of its duplicates, gains no words, and is never merged away', async ({
    assert,
  }) => {
    const by = cast.editor
    const twin = await createAsset({ owner: by, prompt: 'a fox', tags: ['Wolf'] })
    const [locked, other] = await findMembers([asset.id, twin.id], by)
    const candidate = { ...locked, hasGenerationMetadata: true, pixels: 1 }
    const better = { ...candidate, isLocked: false, pixels: 1_000, rating: 5 }
    const { keeper, reason } = suggestKeeper([better, candidate])
    assert.deepEqual({ keeper, reason }, { keeper: 1, reason: 'locked' })
    assert.deepEqual(unite(locked, [other]).tags, [])
    assert.deepEqual(unite(other, [locked]).tags, ['Fox'])

    const order = { keeperId: twin.id, otherIds: [asset.id], by, rest: 'trash' as const }
    await assert.rejects(() => mergeGroup(order), /locked, and stays/)
    await assert.rejects(() => moveToFolder({ ids: [asset.id], by }))
    assert.isNull(await its('deleted_at', rowOf(asset.id)))
  })
})

test.group('A locked collection', (group) => {
  let cast: Cast
  let asset: Asset
  let collectionId: number
  group.each.setup(async () => {
    await emptyTables()
    await emptyDataFolders()
    cast = await createCast()
    asset = await createAsset({ owner: cast.editor })
    collectionId = await createCollection('Best', cast.editor)
  })

  const lock = () =>
    db.from('collections').where('id', collectionId).update({ locked_at: '2026-01-01' })
  const held = async () => {
    const rows = await db.from('collection_assets').where('collection_id', collectionId)
    return rows.map((row) => row.asset_id)
  }

  test('takes nothing in and lets nothing go', async ({ assert }) => {
    const by = cast.editor
    const other = await createAsset({ owner: by })
    await collectAssets({ assetIds: [asset.id], by, collectionId })
    await lock()
    const collected = collectAssets({ assetIds: [other.id], by, collectionId })
    assert.equal(await its('count', collected), 0)
    const removed = uncollectAssets({ assetIds: [asset.id], by, collectionId })
    assert.equal(await its('count', removed), 0)
    assert.isNull(await ownCollection(collectionId, by))
    assert.deepEqual(await held(), [asset.id])
  })

  test('is left by an undo, as is one that is closed to the person by now', async ({ assert }) => {
    const by = cast.stranger
    const { changeId } = await collectAssets({ assetIds: [asset.id], by, collectionId })
    await lock()
    const undone = await undoChange({ changeId, by })
    assert.equal(undone.count, 0)
    assert.deepInclude(undone.refused[0], {
      assetId: asset.id,
      field: `collection:${collectionId}`,
    })
    await db
      .from('collections')
      .where('id', collectionId)
      .update({ locked_at: null, visibility: 'private' })
    assert.equal(await its('count', undoChange({ changeId, by })), 0)
    assert.deepEqual(await held(), [asset.id])

    await db.from('collections').where('id', collectionId).update({ visibility: 'everyone' })
    assert.equal(await its('count', undoChange({ changeId, by })), 1)
    assert.deepEqual(await held(), [])
  })

  test('leaves a line in the audit log, as does unlocking it', async ({ client, assert }) => {
    const url = `/collections/${collectionId}/lock`
    const ask = (path: string) =>
      client.post(path).headers(partial).loginAs(cast.editor).withCsrfToken().redirects(0)
    await ask(url)
    await ask(url)
    await ask(`${url}?_method=DELETE`)
    const lines = await db.from('audit_events').where('subject_kind', 'collection').orderBy('id')
    assert.deepEqual(
      lines.map((line) => [line.event, line.subject_id, line.user_id]),
      [
        ['collection.locked', collectionId, cast.editor.id],
        ['collection.unlocked', collectionId, cast.editor.id],
      ]
    )
  })

  test('does not change when duplicates are merged', async ({ assert }) => {
    const by = cast.editor
    const twin = await createAsset({ owner: by })
    await makeAlike([asset, twin])
    await collectAssets({ assetIds: [asset.id], by, collectionId })
    await db.from('collections').where('id', collectionId).update({ cover_asset_id: asset.id })
    await lock()
    await mergeGroup({ keeperId: twin.id, otherIds: [asset.id], by, rest: 'trash' })
    assert.deepEqual(await held(), [asset.id])
    const collection = db.from('collections').where('id', collectionId).firstOrFail()
    assert.equal(await its('cover_asset_id', collection), asset.id)
  })
})
