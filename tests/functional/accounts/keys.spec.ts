import { test } from '@japa/runner'
import { Secret } from '@adonisjs/core/helpers'
import db from '@adonisjs/lucid/services/db'
import { createKey } from '#accounts/api_keys'
import User from '#accounts/models/user'
import { castPassword, createCast } from '#tests/helpers/cast'
import { emptyTables } from '#tests/helpers/database'
import { createVisitor, logIn } from '#tests/helpers/visitor'

const verify = (value: string) => User.accessTokens.verify(new Secret(value))

test.group('API keys', (group) => {
  group.each.setup(emptyTables)

  test('are shown once, stored as a hash, and listed without their value', async ({ assert }) => {
    await createCast()
    const visitor = createVisitor()
    await logIn(visitor, 'editor@example.com', castPassword)
    await visitor.get('/profile/keys')

    const made = await visitor.post('/profile/keys', {
      'name': 'Backup script',
      'scopes[]': 'read',
      'days': '30',
    })
    const value = made.text.match(/atelier_[\w.-]+/)![0]
    const again = await visitor.get('/profile/keys')

    assert.include(again.text, 'Backup script')
    assert.notInclude(again.text, value)
    assert.notInclude(JSON.stringify(await db.from('api_keys')), value.split('.')[1])
    assert.isTrue((await verify(value))!.allows('read'))
    assert.isFalse((await verify(value))!.allows('write'))
  })

  test('open nothing once revoked, and only their owner may revoke them', async ({ assert }) => {
    const { editor } = await createCast()
    const key = await createKey(editor, { name: 'x', scopes: ['read'], days: 1 }, { by: editor })
    const stranger = createVisitor()
    await logIn(stranger, 'stranger@example.com', castPassword)
    await stranger.get('/profile/keys')
    const owner = createVisitor()
    await logIn(owner, 'editor@example.com', castPassword)
    await owner.get('/profile/keys')

    const refused = await stranger.post(`/profile/keys/${key.id}/revoke`, {})
    assert.equal(refused.status, 404)
    assert.isNotNull(await verify(key.value))

    await owner.post(`/profile/keys/${key.id}/revoke`, {})
    assert.isNull(await verify(key.value))
  })

  test('a wrong secret notes no use, and an old key opens nothing', async ({ assert }) => {
    const { editor } = await createCast()
    const key = await createKey(editor, { name: 'x', scopes: ['read'], days: 1 }, { by: editor })

    assert.isNull(await verify(`${key.value.slice(0, -12)}AAAA${key.value.slice(-8)}`))
    const row = await db.from('api_keys').firstOrFail()
    assert.isNull(row.last_used_at)

    await db.from('api_keys').update({ expires_at: new Date(Date.now() - 1_000) })
    assert.isNull(await verify(key.value))
  })

  test('need the password again when the login is long ago', async ({ client, assert }) => {
    const { editor } = await createCast()

    const answer = await client
      .post('/profile/keys')
      .form({ name: 'x', scopes: ['read'], days: 1 })
      .loginAs(editor)
      .withCsrfToken()
      .redirects(0)

    assert.equal(answer.header('location'), '/confirm')
    assert.lengthOf(await db.from('api_keys'), 0)
  })

  test('say what is missing beside the field', async ({ assert }) => {
    await createCast()
    const visitor = createVisitor()
    await logIn(visitor, 'editor@example.com', castPassword)
    await visitor.get('/profile/keys')

    await visitor.post('/profile/keys', { name: '', days: '900' }, { Referer: '/profile/keys' })
    const page = await visitor.get('/profile/keys')

    assert.include(page.text, 'Choose at least one.')
    assert.include(page.text, 'field-days-error')
  })
})
