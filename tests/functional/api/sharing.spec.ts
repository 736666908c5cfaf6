import { test } from '@japa/runner'
import { scopes } from '#accounts/api_keys'
import { type Cast, createCast } from '#tests/helpers/cast'
import { call, keyOf } from '#tests/helpers/api'
import { createCollection } from '#tests/helpers/curation'
import { emptyDataFolders, emptyTables } from '#tests/helpers/database'
import { its } from '#tests/helpers/its'
import { createAsset } from '#tests/helpers/library'

test.group('Sharing by programs', (group) => {
  let cast: Cast
  let key: string
  group.each.setup(async () => {
    await emptyTables()
    await emptyDataFolders()
    cast = await createCast()
    key = await keyOf(cast.editor, ...scopes)
  })

  test('lets somebody look, edit, and look no more', async ({ assert }) => {
    const file = { visibility: 'private' as const }
    const asset = await createAsset({ owner: cast.editor, file })
    const path = `/api/assets/${asset.id}`
    const person = `${path}/people/${cast.stranger.id}`
    const theirs = await keyOf(cast.stranger, ...scopes)
    const edit = () => call('PUT', path, { key: theirs, json: { notes: 'theirs' } })

    assert.equal(await its('status', edit()), 404)
    const shared = await call('PUT', person, { key, json: {} })
    assert.equal(shared.body.may, 'look')
    assert.equal(await its('status', edit()), 403)
    await call('PUT', person, { key, json: { may: 'edit' } })
    assert.equal(await its('status', edit()), 200)
    const { body } = await call('GET', `${path}/people`, { key })
    assert.deepEqual(body.items, [
      { user_id: cast.stranger.id, name: 'Stranger', email: cast.stranger.email, may: 'edit' },
    ])
    assert.equal(await its('status', call('DELETE', person, { key })), 204)
    assert.equal(await its('status', call('DELETE', person, { key })), 404)
    assert.equal(await its('status', edit()), 404)
  })

  test('is the owner’s: neither an administrator nor a guest shares', async ({ assert }) => {
    const collection = await createCollection('Shown', cast.editor, [])
    const path = `/api/collections/${collection}/people`
    for (const person of [cast.owner, cast.stranger, cast.viewer]) {
      const other = await keyOf(person, ...scopes)
      const asked = call('PUT', `${path}/${cast.viewer.id}`, { key: other, json: {} })
      assert.equal(await its('status', asked), 403)
    }
    const oneself = call('PUT', `${path}/${cast.editor.id}`, { key, json: {} })
    assert.equal(await its('status', oneself), 404)
  })
})
