import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@japa/runner'
import SourceFolder from '#library/models/source_folder'
import { call, keyOf } from '#tests/helpers/api'
import { type Cast, createCast } from '#tests/helpers/cast'
import { emptyTables } from '#tests/helpers/database'
import { createAsset } from '#tests/helpers/library'

test.group('API of upkeep', (group) => {
  let cast: Cast
  group.each.setup(async () => {
    await emptyTables()
    cast = await createCast()
  })

  test('exports what a search finds, in three formats, and nothing private', async ({ assert }) => {
    const owner = cast.owner
    await createAsset({ owner, prompt: 'a "red" fox, running', tags: ['fox'] })
    await createAsset({ owner, prompt: '=cmd()', tags: ['fox'] })
    await createAsset({ owner, prompt: 'an owl' })
    await createAsset({ owner, tags: ['fox'], file: { visibility: 'private' } })
    const key = await keyOf(cast.viewer, 'read')
    const get = (query: string) => call('GET', `/api/export?${query}`, { key })

    const lines = await get('tags=fox')
    const json = await get('q=tag:fox&format=json')
    const csv = await get('tags=fox&format=csv')
    const none = await get('q=tag:nothing&format=json')

    const rows = lines.text.trim().split('\n')
    assert.sameMembers(
      rows.map((line: string) => JSON.parse(line).prompt),
      ['a "red" fox, running', '=cmd()']
    )
    assert.lengthOf(json.body, 2)
    assert.include(csv.text, '"a ""red"" fox, running"')
    assert.include(csv.text, ",'=cmd(),")
    assert.deepEqual(none.body, [])
  })

  test('says where the search of an export is wrong', async ({ assert }) => {
    const key = await keyOf(cast.viewer, 'read')

    const { status, body } = await call('GET', '/api/export?q=rating:', { key })

    assert.equal(status, 422)
    assert.equal(body.errors[0].field, 'q')
  })

  test('looks for changes in every source folder, or in one', async ({ assert }) => {
    const key = await keyOf(cast.owner, 'read', 'admin')
    const folders = []
    for (const name of ['one', 'two']) {
      const path = await mkdtemp(join(tmpdir(), 'atelier-'))
      const more = {
        ownerId: cast.owner.id,
        mode: 'in_place',
        visibility: 'everyone',
        watched: false,
      }
      folders.push(await SourceFolder.create({ name, path, ...more } as any))
    }

    const one = await call('POST', '/api/scan', { key, json: { folder_id: folders[0].id } })
    const all = await call('POST', '/api/scan', { key, json: {} })
    const state = await call('GET', `/api/scan/${one.body.items[0].id}`, { key })
    const editor = await keyOf(cast.editor, 'read', 'admin')
    const refused = await call('POST', '/api/scan', { key: editor, json: {} })

    assert.lengthOf(all.body.items, 2)
    assert.equal(all.body.items[0].id, one.body.items[0].id)
    assert.equal(state.body.kind, 'library.scan_source_folder')
    assert.equal(refused.status, 403)
  })

  test('tells administrators about the database', async ({ assert }) => {
    const key = await keyOf(cast.owner, 'admin')

    const { body } = await call('GET', '/api/db/status', { key })

    assert.equal(body.rows.users, 4)
    assert.isAbove(body.bytes, 0)
  })
})
