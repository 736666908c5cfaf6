import { mkdtemp, realpath } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import SourceFolder from '#library/models/source_folder'
import { type Cast, createCast } from '#tests/helpers/cast'
import { emptyDataFolders, emptyTables } from '#tests/helpers/database'
import { createAsset } from '#tests/helpers/library'

test.group('The audit log has', (group) => {
  let cast: Cast
  group.each.setup(async () => {
    await emptyTables()
    await emptyDataFolders()
    cast = await createCast()
  })

  test('source folders: added, changed and removed, by whom and where', async ({
    client,
    assert,
  }) => {
    const path = await realpath(await mkdtemp(`${tmpdir()}/atelier-`))
    const details = { name: 'Pictures', path, visibility: 'everyone' }
    const by = cast.owner
    const url = '/admin/source-folders'

    await client
      .post(url)
      .form({ ...details, mode: 'in_place' })
      .loginAs(by)
      .withCsrfToken()
    const { id } = await SourceFolder.firstOrFail()
    await client
      .put(`${url}/${id}`)
      .form({ ...details, name: 'Art' })
      .loginAs(by)
      .withCsrfToken()
    await client.delete(`${url}/${id}`).loginAs(by).withCsrfToken()

    const lines = await db.from('audit_events').orderBy('id')
    assert.deepEqual(
      lines.map(({ event, actor, subject }) => [event, actor, subject]),
      [
        ['source_folder.added', by.email, 'Pictures'],
        ['source_folder.changed', by.email, 'Art'],
        ['source_folder.removed', by.email, 'Art'],
      ]
    )
    assert.equal(JSON.parse(lines[0].details).path, path)
  })

  test('what was purged, and how much', async ({ client, assert }) => {
    const { id } = await createAsset({ owner: cast.editor, file: { size: 5_000 } })
    await db.from('assets').where('id', id).update({ deleted_at: '2026-01-01 00:00:00' })

    await client
      .post('/trash/purges')
      .form({ 'ids[]': id })
      .loginAs(cast.editor)
      .withSession({ confirmed_at: Date.now() })
      .withCsrfToken()

    const [line, ...more] = await db.from('audit_events')
    assert.lengthOf(more, 0)
    assert.deepEqual([line.event, line.actor], ['trash.purged', cast.editor.email])
    assert.deepEqual(JSON.parse(line.details), { items: 1, bytes: 5_000 })
  })

  test('settings that were changed', async ({ client, assert }) => {
    await client
      .put('/duplicates/settings')
      .form({ preset: 'normal', workers: '2' })
      .loginAs(cast.owner)
      .withCsrfToken()

    const line = await db.from('audit_events').firstOrFail()
    assert.deepEqual([line.event, line.subject], ['setting.changed', 'Duplicates'])
  })
})
