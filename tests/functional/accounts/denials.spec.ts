import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { scopes } from '#accounts/api_keys'
import { noteDenial } from '#accounts/denials'
import { call, keyOf } from '#tests/helpers/api'
import { type Cast, createCast } from '#tests/helpers/cast'
import { emptyTables } from '#tests/helpers/database'

const denials = () => db.from('audit_events').where('event', 'access.denied').orderBy('id')

test.group('Refusals in the audit log', (group) => {
  let cast: Cast
  group.each.setup(async () => {
    await emptyTables()
    cast = await createCast()
  })

  test('are written once an hour for each person and route', async ({ client, assert }) => {
    for (let tries = 0; tries < 3; tries++)
      await client.get('/admin/users').loginAs(cast.editor).redirects(0)
    await client.get('/admin/users').loginAs(cast.viewer).redirects(0)
    await client.get('/admin/audit').loginAs(cast.editor).redirects(0)
    const rows = await denials()
    assert.deepEqual(
      rows.map(({ actor, subject }) => [actor, subject]),
      [
        [cast.editor.email, 'GET /admin/users'],
        [cast.viewer.email, 'GET /admin/users'],
        [cast.editor.email, 'GET /admin/audit'],
      ]
    )
  })

  test('tell of programs, too, and are found by the filter', async ({ client, assert }) => {
    const key = await keyOf(cast.editor, ...scopes)
    await call('GET', '/api/users', { key })
    const reader = await keyOf(cast.owner, 'read')
    await call('POST', '/api/collections', { key: reader, json: { name: 'x' } })
    const rows = await denials()
    assert.deepEqual(
      rows.map(({ subject }) => subject),
      ['GET /api/users', 'POST /api/collections']
    )
    const page = await client.get('/admin/audit').qs({ event: 'access.denied' }).loginAs(cast.owner)
    page.assertTextIncludes('POST /api/collections')
  })

  test('keep what is missing or is a form with mistakes out of it', async ({ client, assert }) => {
    await client.get('/library/4711').loginAs(cast.editor)
    await client.get('/admin/users').redirects(0)
    assert.lengthOf(await denials(), 0)
  })

  test('come again after an hour', async ({ assert }) => {
    const denied = { by: cast.editor, route: 'GET /x', ip: '127.0.0.1', why: 'no' }
    const old = { event: 'access.denied', user_id: cast.editor.id, actor: cast.editor.email }
    const row = { ...old, subject: 'GET /x', created_at: '2026-01-01 00:00:00.000' }
    await db.table('audit_events').insert(row)
    await noteDenial(denied)
    await noteDenial(denied)
    assert.lengthOf(await denials(), 2)
  })
})
