import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import type Asset from '#library/models/asset'
import { rebuildTouched } from '#duplicates/groups/rebuilding'
import { saveDuplicateSettings } from '#duplicates/settings'
import { restoreAssets } from '#trash/restoring'
import { trashAssets } from '#trash/trashing'
import { createCast, type Cast } from '#tests/helpers/cast'
import { emptyDataFolders, emptyTables } from '#tests/helpers/database'
import { assetWithFile, makeAlike, sourceFolder } from '#tests/helpers/duplicates'

test.group('The queue of duplicates follows at once', (group) => {
  let cast: Cast
  let assets: Asset[]
  group.each.setup(async () => {
    await emptyTables()
    await emptyDataFolders()
    cast = await createCast()
    const { owner } = cast
    const tags = ['fox']
    assets = []
    for (const name of ['one', 'two', 'three']) {
      assets.push(await assetWithFile(name, { owner, tags }))
    }
    await makeAlike(assets)
    await rebuildTouched()
  })

  const groupId = async () => {
    const row = await db.from('duplicate_groups').where('preset', 'normal').first()
    return row?.id as number
  }
  const membersShown = async () => {
    const rows = await db.from('duplicate_group_members').where('group_id', (await groupId()) ?? 0)
    return rows.map((row) => row.asset_id).toSorted((one, other) => one - other)
  }
  const idsOf = (some: Asset[]) => some.map(({ id }) => id)

  const decisions = [
    { what: 'a merge into the trash', url: 'merges', form: { trash: '1' } },
    { what: 'a merge that keeps the files', url: 'merges', form: {} },
    { what: '“not duplicates”', url: 'decisions', form: { verdict: 'different' } },
    { what: '“variants”', url: 'decisions', form: { verdict: 'variants' } },
  ]
  for (const { what, url, form } of decisions) {
    test(`${what} takes the group off the list, and its undo brings it back`, async ({
      client,
      assert,
    }) => {
      const id = await groupId()
      const shown = assets.map((asset) => asset.id)
      const answer = await client
        .post(`/duplicates/${id}/${url}`)
        .form({ 'members[]': shown, 'keeper': assets[0].id, ...form })
        .redirects(0)
        .loginAs(cast.editor)
        .withCsrfToken()
      answer.assertStatus(302)
      answer.assertHeader('location', '/duplicates?preset=normal')
      const decided = await client.get(`/duplicates/${id}`).loginAs(cast.editor)
      decided.assertStatus(404)
      const list = await client.get('/duplicates').loginAs(cast.editor)
      list.assertTextIncludes('No duplicates')

      const table = url === 'merges' ? 'duplicate_merges' : 'duplicate_decisions'
      const { change_id: changeId } = await db.from(table).firstOrFail()
      const undone = await client
        .delete(`/duplicates/changes/${changeId}`)
        .redirects(0)
        .loginAs(cast.editor)
        .withCsrfToken()
      undone.assertStatus(302)
      assert.deepEqual(await membersShown(), idsOf(assets))
    })
  }

  test('what is kept beside the keeper is no group with it any more', async ({
    client,
    assert,
  }) => {
    const [keeper, kept, other] = assets
    await client
      .post(`/duplicates/${await groupId()}/merges`)
      .form({
        'members[]': assets.map(({ id }) => id),
        'keeper': keeper.id,
        'kept[]': kept.id,
        'trash': '1',
      })
      .redirects(0)
      .loginAs(cast.editor)
      .withCsrfToken()
    await other.refresh()
    assert.isNotNull(other.deletedAt)
    assert.isUndefined(await groupId())
  })

  test('decisions that are withdrawn bring the group back', async ({ client, assert }) => {
    await client
      .post(`/duplicates/${await groupId()}/decisions`)
      .form({
        'verdict': 'different',
        'members[]': assets.map(({ id }) => id),
        'keeper': assets[0].id,
      })
      .redirects(0)
      .loginAs(cast.editor)
      .withCsrfToken()
    const decided = await db.from('duplicate_decisions').select('id')
    await client
      .delete('/duplicates/decisions')
      .form({ 'ids[]': decided.map(({ id }) => id) })
      .redirects(0)
      .loginAs(cast.editor)
      .withCsrfToken()
    assert.deepEqual(await membersShown(), idsOf(assets))
  })

  test('what a group would free follows the folders that may be written, or are protected', async ({
    client,
    assert,
    cleanup,
  }) => {
    const root = await mkdtemp(join(tmpdir(), 'atelier-queue-'))
    cleanup(() => rm(root, { recursive: true }))
    const { owner } = cast
    const folder = await sourceFolder(root, owner, false)
    for (const asset of assets.slice(1)) await asset.merge({ sourceFolderId: folder.id }).save()
    const freed = async () => {
      while (await rebuildTouched());
      const row = await db.from('duplicate_groups').where('preset', 'normal').firstOrFail()
      return Number(row.reclaimable_bytes)
    }
    const change = async (writable: boolean) => {
      const form = { name: 'Pictures', path: root, visibility: 'everyone' }
      const answer = await client
        .put(`/admin/source-folders/${folder.id}`)
        .form(writable ? { ...form, writable: '1' } : form)
        .redirects(0)
        .loginAs(owner)
        .withCsrfToken()
      answer.assertStatus(302)
    }
    const settings = { preset: 'normal' as const, workers: 2, moveFolderId: null }

    await change(true)
    assert.isAbove(await freed(), 0)
    await saveDuplicateSettings({ ...settings, protectedFolders: [root] }, owner)
    const onlyOurs = await freed()
    await saveDuplicateSettings({ ...settings, protectedFolders: [] }, owner)
    assert.isAbove(await freed(), onlyOurs)
    await change(false)
    assert.equal(await freed(), onlyOurs)
  })

  test('the trash takes members away and gives them back', async ({ assert }) => {
    const [first, ...others] = assets
    await trashAssets({ assetIds: [first.id], by: cast.owner, reason: null })
    assert.deepEqual(await membersShown(), idsOf(others))
    await restoreAssets({ assetIds: [first.id], by: cast.owner })
    assert.deepEqual(await membersShown(), idsOf(assets))
    await trashAssets({ assetIds: idsOf(others), by: cast.owner, reason: null })
    assert.isUndefined(await groupId())
  })
})
