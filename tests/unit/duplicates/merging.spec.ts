import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { DateTime } from 'luxon'
import { logsPath } from '#core/paths'
import { favoriteAssets, rateAssets } from '#library/curation/marking'
import Asset from '#library/models/asset'
import { decide } from '#duplicates/decisions'
import { mergeGroup, previewMerge } from '#duplicates/merging'
import { saveDuplicateSettings } from '#duplicates/settings'
import { undoMerge } from '#duplicates/undoing'
import { restoreAssets } from '#trash/restoring'
import { trashAssets } from '#trash/trashing'
import { type Cast, createCast } from '#tests/helpers/cast'
import { createCollection, recount, state } from '#tests/helpers/curation'
import { emptyDataFolders, emptyTables } from '#tests/helpers/database'
import { assetWithFile, makeAlike, sourceFolder } from '#tests/helpers/duplicates'
import { createAsset } from '#tests/helpers/library'

test.group('Duplicates / merging', (group) => {
  let cast: Cast
  group.each.setup(async () => {
    await emptyTables()
    await emptyDataFolders()
    cast = await createCast()
  })

  /** A keeper that knows little, and a copy that people worked with. */
  async function foxes() {
    const { owner, editor } = cast
    const keeper = await createAsset({ owner, capturedAt: '2024-05-02 10:00:00', tags: ['Fox'] })
    const copy = await createAsset({
      owner,
      capturedAt: '2024-05-01 10:00:00',
      prompt: 'red fox by the sea',
      model: 'flux',
      loras: [{ name: 'detail', weight: 0.8 }],
      ai: true,
      notes: 'The client likes it.',
      tags: ['Fox', 'Sea'],
    })
    await makeAlike([keeper, copy])
    const collection = await createCollection('Best', editor, [copy.id], 'private')
    await db.from('collections').where('id', collection).update({ cover_asset_id: copy.id })
    await rateAssets({ assetIds: [copy.id], by: editor, rating: 5 })
    await rateAssets({ assetIds: [keeper.id], by: editor, rating: 3 })
    await favoriteAssets({ assetIds: [copy.id], by: owner, favorite: true })
    return { keeper, copy, collection }
  }

  test('the keeper takes over what people and files say of the others', async ({ assert }) => {
    const { keeper, copy, collection } = await foxes()
    const order = { keeperId: keeper.id, otherIds: [copy.id], by: cast.owner }
    const { gains } = await previewMerge(order)
    assert.deepEqual(gains.tags, ['Sea'])
    assert.deepEqual(gains.words, {
      capturedAt: '2024-05-01 10:00:00',
      notes: 'The client likes it.',
      prompt: 'red fox by the sea',
      model: 'flux',
      loras: [{ name: 'detail', weight: 0.8 }],
      ai: true,
    })

    await mergeGroup({ ...order, rest: 'trash' })
    await keeper.refresh()
    assert.equal(keeper.model, 'flux')
    assert.equal(keeper.prompt, 'red fox by the sea')
    assert.equal(keeper.capturedAt, '2024-05-01 10:00:00')
    assert.lengthOf(await db.from('asset_tags').where('asset_id', keeper.id), 2)
    assert.lengthOf(await db.from('asset_loras').where('asset_id', keeper.id), 1)
    const members = await db.from('collection_assets').where('collection_id', collection)
    assert.sameMembers(
      members.map((row) => row.asset_id),
      [keeper.id, copy.id]
    )
    const { cover_asset_id: cover } = await db.from('collections').firstOrFail()
    assert.equal(cover, keeper.id)
    const marks = await db.from('marks').where('asset_id', keeper.id).orderBy('user_id')
    assert.deepEqual(
      marks.map(({ user_id: id, rating, favorite }) => [id, rating, !!favorite]),
      [
        [cast.owner.id, null, true],
        [cast.editor.id, 5, false],
      ]
    )
    await copy.refresh()
    assert.isNotNull(copy.deletedAt)
    assert.equal(copy.deletedReason, `Duplicate of “${keeper.fileName}”`)
  })

  for (const rest of ['trash', 'keep'] as const) {
    test(`undo brings every table back to where it was (${rest})`, async ({ assert }) => {
      const { keeper, copy } = await foxes()
      const before = await everything()
      const order = { keeperId: keeper.id, otherIds: [copy.id], by: cast.editor, rest }
      const { changeId } = await mergeGroup(order)
      assert.notDeepEqual(await everything(), before)
      const undone = await undoMerge({ changeId, by: cast.editor })
      assert.isEmpty(undone.refused)
      assert.deepEqual(await everything(), before)
      assert.deepEqual(await state('counters'), await recount())
      const again = await undoMerge({ changeId, by: cast.editor })
      assert.equal(again.count, 0)
      assert.deepEqual(await everything(), before)
    })
  }

  test('what was changed again since the merge stays and is named', async ({ assert }) => {
    const { keeper, copy } = await foxes()
    const order = { keeperId: keeper.id, otherIds: [copy.id], by: cast.owner }
    const { changeId } = await mergeGroup({ ...order, rest: 'trash' })
    await rateAssets({ assetIds: [keeper.id], by: cast.editor, rating: 1 })
    const { refused, text } = await undoMerge({ changeId, by: cast.owner })
    assert.deepEqual(
      refused.map(({ field }) => field),
      ['rating']
    )
    assert.match(text, /stayed as it is/)
    const mark = await db.from('marks').where({ asset_id: keeper.id, user_id: cast.editor.id })
    assert.equal(mark[0].rating, 1)
  })

  test('what was restored and trashed again since stays in the trash', async ({ assert }) => {
    const { keeper, copy } = await foxes()
    const { owner, editor } = cast
    const order = { keeperId: keeper.id, otherIds: [copy.id], by: owner }
    const { changeId } = await mergeGroup({ ...order, rest: 'trash' })
    await restoreAssets({ assetIds: [copy.id], by: editor })
    await trashAssets({ assetIds: [copy.id], by: editor, reason: 'blurred' })
    const { refused } = await undoMerge({ changeId, by: owner })
    await copy.refresh()
    assert.equal(copy.deletedReason, 'blurred')
    assert.containsSubset(refused, [{ assetId: copy.id, field: 'trash' }])
    assert.lengthOf(refused, 1)
  })

  test('only whoever merged, or an administrator, undoes it', async ({ assert }) => {
    const { keeper, copy } = await foxes()
    const order = { keeperId: keeper.id, otherIds: [copy.id], by: cast.owner }
    const { changeId } = await mergeGroup({ ...order, rest: 'trash' })
    const before = await everything()
    await assert.rejects(() => undoMerge({ changeId, by: cast.editor }), /Only the person/)
    assert.deepEqual(await everything(), before)
  })

  test('nothing is merged that is not alike to the keeper itself', async ({ assert }) => {
    const { owner } = cast
    const [keeper, near, far, other] = await Promise.all([
      createAsset({ owner }),
      createAsset({ owner }),
      createAsset({ owner }),
      createAsset({ owner }),
    ])
    await makeAlike([keeper, near])
    await makeAlike([far, other], { preset: 'loose' })
    const merge = (keeperId: number, ...otherIds: number[]) =>
      mergeGroup({ keeperId, otherIds, by: owner, rest: 'trash' })
    await assert.rejects(() => merge(keeper.id, near.id, far.id), /not alike enough/)
    await assert.rejects(() => merge(far.id, other.id), /not alike enough/)

    await decide({ pairs: [[keeper.id, near.id]], verdict: 'different', by: owner })
    await assert.rejects(() => merge(keeper.id, near.id), /not alike enough/)
    await db.from('duplicate_decisions').delete()
    await db.from('fingerprints').where('asset_id', near.id).update({ sha256: 'former' })
    await assert.rejects(() => merge(keeper.id, near.id), /not compared yet/)
    assert.lengthOf(await db.from('assets').whereNotNull('deleted_at'), 0)
  })

  test('private items of others are not there, and nothing public goes into a private one', async ({
    assert,
  }) => {
    const { owner, editor, viewer } = cast
    const [mine, theirs, everyones] = await Promise.all([
      createAsset({ owner: editor, file: { visibility: 'private' } }),
      createAsset({ owner, file: { visibility: 'private' } }),
      createAsset({ owner }),
    ])
    await makeAlike([mine, theirs, everyones])
    const merge = (keeperId: number, otherId: number, by = editor) =>
      mergeGroup({ keeperId, otherIds: [otherId], by, rest: 'trash' })
    await assert.rejects(() => merge(mine.id, theirs.id), /not found/i)
    await assert.rejects(() => merge(everyones.id, theirs.id), /not found/i)
    await assert.rejects(() => merge(mine.id, everyones.id), /is private/)
    await assert.rejects(() => merge(everyones.id, mine.id, viewer), /not found/i)
    const fox = await createAsset({ owner })
    await db.from('duplicate_pairs').delete()
    await db.from('fingerprints').delete()
    await makeAlike([fox, everyones])
    await assert.rejects(() => merge(everyones.id, fox.id, viewer), /Viewers/)
    assert.lengthOf(await db.from('assets').whereNotNull('deleted_at'), 0)
  })

  test('what private ones say is told to others only where that is wanted', async ({ assert }) => {
    const { owner } = cast
    const words = { notes: 'For nobody else.', prompt: 'my face', tags: ['Secret'] }
    const keeper = await createAsset({ owner, tags: ['Fox'] })
    const mine = await createAsset({ owner, file: { visibility: 'private' }, ...words })
    await makeAlike([keeper, mine])
    await rateAssets({ assetIds: [mine.id], by: owner, rating: 4 })
    const order = { keeperId: keeper.id, otherIds: [mine.id], by: owner, rest: 'keep' as const }
    const { gains, withheld } = await previewMerge(order)
    assert.isTrue(withheld)
    assert.deepEqual(gains.tags, [])
    assert.notProperty(gains.words, 'notes')
    const { changeId } = await mergeGroup(order)
    await keeper.refresh()
    assert.deepEqual([keeper.notes, keeper.prompt], [null, null])
    assert.lengthOf(await db.from('marks').where('asset_id', keeper.id), 1)
    await undoMerge({ changeId, by: owner })

    await mergeGroup({ ...order, tellsPrivate: true })
    await keeper.refresh()
    assert.deepEqual([keeper.notes, keeper.prompt], ['For nobody else.', 'my face'])
  })

  test('protected folders are left alone', async ({ assert, cleanup }) => {
    const path = await mkdtemp(join(tmpdir(), 'atelier-protected-'))
    cleanup(() => rm(path, { recursive: true }))
    const folder = await sourceFolder(path, cast.owner)
    const inside = await assetWithFile('inside', { owner: cast.owner, folder, path: 'a.png' })
    const keeper = await assetWithFile('keeper', { owner: cast.owner })
    await makeAlike([inside, keeper])
    const settings = { preset: 'normal' as const, workers: 2, moveFolderId: null }
    await saveDuplicateSettings({ ...settings, protectedFolders: [path] })
    const order = { keeperId: keeper.id, otherIds: [inside.id], by: cast.owner }
    await assert.rejects(() => mergeGroup({ ...order, rest: 'trash' }), /protected folder/)
    await mergeGroup({ keeperId: inside.id, otherIds: [keeper.id], by: cast.owner, rest: 'trash' })
  })

  test('the log has a line for each item, with who, when, contents and places', async ({
    assert,
  }) => {
    const { keeper, copy } = await foxes()
    const order = { keeperId: keeper.id, otherIds: [copy.id], by: cast.owner }
    const { changeId } = await mergeGroup({ ...order, rest: 'trash' })
    await undoMerge({ changeId, by: cast.owner })
    const day = DateTime.now().toFormat('yyyyMMdd')
    const text = await readFile(logsPath(`duplicates-${day}.jsonl`), 'utf8')
    const lines = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    assert.deepEqual(
      lines.map(({ what }) => what),
      ['merge', 'trash', 'undo']
    )
    assert.containsSubset(lines[1], {
      who: cast.owner.id,
      change: changeId,
      asset: copy.id,
      sha256: copy.sha256,
      others: [keeper.sha256],
      to: 'trash',
      result: 'done',
    })
  })
})

/** Every table that a merge may touch; what only grows (histories, runs, the log) and times of editing aside. */
async function everything() {
  const assets = await Asset.query().orderBy('id')
  return {
    curation: await state(),
    collections: await db.from('collections').orderBy('id'),
    decisions: await db.from('duplicate_decisions').orderBy('id'),
    pairs: await db.from('duplicate_pairs').orderByRaw('left_id, right_id'),
    fingerprints: await db.from('fingerprints').orderBy('asset_id'),
    trashed: assets.filter(({ deletedAt }) => deletedAt).map(({ id }) => id),
  }
}
