import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import User from '#accounts/models/user'
import { changeAssets } from '#library/curation/bulk'
import { collectAssets, uncollectAssets } from '#library/curation/collecting'
import { editAsset } from '#library/curation/editing'
import { moveInCollection } from '#library/curation/ordering'
import { tagAssets } from '#library/curation/tagging'
import { tagCounts } from '#library/curation/tag_list'
import { undoChange } from '#library/curation/undoing'
import type Asset from '#library/models/asset'
import { complete } from '#library/search/completion'
import { shareWith, unshare } from '#library/sharing/people'
import { findSubject } from '#library/sharing/subject'
import { trashAssets } from '#trash/trashing'
import { scopes } from '#accounts/api_keys'
import { call, keyOf } from '#tests/helpers/api'
import { type Cast, createCast } from '#tests/helpers/cast'
import { createCollection } from '#tests/helpers/curation'
import { emptyDataFolders, emptyTables } from '#tests/helpers/database'
import { its } from '#tests/helpers/its'
import { createAsset } from '#tests/helpers/library'

test.group('Sharing to edit', (group) => {
  let cast: Cast
  let asset: Asset
  let collection: number
  let guest: User
  group.each.setup(async () => {
    await emptyTables()
    await emptyDataFolders()
    cast = await createCast()
    const file = { visibility: 'private' as const }
    asset = await createAsset({ owner: cast.editor, prompt: 'a fox', tags: ['Fox'], file })
    const other = await createAsset({ owner: cast.editor, file })
    const held = [asset.id, other.id]
    collection = await createCollection('Shown', cast.editor, held, 'private')
    await share('library', asset.id, cast.stranger, true)
    await share('collections', collection, cast.stranger, true)
    guest = await User.findOrFail(cast.stranger.id)
  })

  async function share(place: 'library' | 'collections', id: number, to: User, canEdit: boolean) {
    const by = cast.editor
    await shareWith(await findSubject(by, place, id), to, { by, canEdit })
  }

  test('lets them change words and tags, and take it back', async ({ assert }) => {
    const action = { assetIds: [asset.id], by: guest }
    const edited = await editAsset({
      assetId: asset.id,
      by: guest,
      values: { notes: 'by a guest' },
    })
    const tagged = await tagAssets({ ...action, names: ['Wolf'] })
    assert.deepEqual([edited.count, tagged.count], [1, 1])
    assert.equal(await its('count', undoChange({ changeId: tagged.changeId, by: guest })), 1)
    assert.equal(await its('notes', asset.refresh()), 'by a guest')
  })

  test('lets them neither hide, trash, lock, collect, replace nor share it', async ({
    client,
    assert,
  }) => {
    const action = { assetIds: [asset.id], by: guest }
    const hidden = { verb: 'set_visibility' as const, visibility: 'everyone' as const }
    const changes = [
      await changeAssets({ ...action, change: hidden }),
      await changeAssets({ ...action, change: { verb: 'lock' } }),
      await trashAssets({ ...action, reason: null }),
    ]
    for (const { count, text } of changes) {
      assert.equal(count, 0)
      assert.include(text, 'not yours to change')
    }
    const own = await createCollection('Own', guest, [])
    assert.equal(await its('count', collectAssets({ ...action, collectionId: own })), 0)
    const page = await client.get(`/library/${asset.id}`).loginAs(guest)
    assert.include(page.text(), 'Edit prompt')
    for (const offer of ['Move to the trash', 'Replace the file', '/sharing', 'Lock"'])
      assert.notInclude(page.text(), offer)
  })

  test('of a collection lets them fill, order and name it, and nothing more', async ({
    client,
    assert,
  }) => {
    const [by, collectionId] = [guest, collection]
    const shown = await createAsset({ owner: cast.owner })
    const collected = await collectAssets({ assetIds: [shown.id], by, collectionId })
    assert.equal(collected.count, 1)
    const move = { collectionId, assetId: shown.id, beforeId: asset.id, by }
    assert.equal(await its('count', moveInCollection(move)), 1)
    assert.equal(await its('count', uncollectAssets({ assetIds: [asset.id], by, collectionId })), 1)

    const form = { name: 'Renamed', visibility: 'private' }
    const put = async (sent: object) => {
      const asked = client.put(`/collections/${collection}`).form(sent).redirects(0)
      const answer = await asked.loginAs(guest).withCsrfToken()
      return answer.status()
    }
    assert.equal(await put(form), 302)
    assert.equal(await put({ ...form, visibility: 'everyone' }), 403)
    const row = await db.from('collections').where('id', collection).firstOrFail()
    assert.deepEqual([row.name, row.visibility], ['Renamed', 'private'])
  })

  test('gives no more than to look once it is said so, and viewers never more', async ({
    assert,
  }) => {
    await share('library', asset.id, cast.viewer, true)
    await share('library', asset.id, cast.stranger, false)
    const by = cast.editor
    await unshare(await findSubject(by, 'collections', collection), guest.id, { by })

    for (const person of [cast.viewer, guest]) {
      const key = await keyOf(await User.findOrFail(person.id), ...scopes)
      const path = `/api/assets/${asset.id}`
      assert.equal(await its('status', call('GET', path, { key })), 200)
      assert.equal(await its('status', call('PUT', path, { key, json: { notes: 'x' } })), 403)
    }
    const rows = await db.from('audit_events').where('event', 'share.changed')
    assert.lengthOf(rows, 5)
  })

  test('counts and completes what was shared as what one sees otherwise', async ({ assert }) => {
    const tag = await db.from('asset_tags').where('asset_id', asset.id).firstOrFail()
    const seen = async (viewer: User) => {
      const counts = await tagCounts([tag.tag_id], viewer)
      const offers = await complete({ text: 'tag:fo', caret: 6, viewer })
      return [counts.get(tag.tag_id) ?? 0, offers.some(({ label }) => label === 'fox')]
    }
    assert.deepEqual(await seen(guest), [1, true])
    assert.deepEqual(await seen(cast.owner), [0, false])
  })
})
