import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import db from '@adonisjs/lucid/services/db'
import type User from '#accounts/models/user'
import { castPassword, createCast } from '#tests/helpers/cast'
import { emptyTables } from '#tests/helpers/database'

const change = (client: ApiClient, user: User, fields = {}) =>
  client
    .post('/profile')
    .form({
      currentPassword: castPassword,
      password: 'a whole new password',
      passwordConfirmation: 'a whole new password',
      ...fields,
    })
    .header('Referer', '/profile')
    .loginAs(user)
    .withCsrfToken()

test.group('Profile', (group) => {
  group.each.setup(emptyTables)

  test('changes the password and ends the other sessions', async ({ client, assert }) => {
    const { viewer } = await createCast()
    const expires = new Date(Date.now() + 60_000)
    await db
      .table('sessions')
      .insert({ id: 'other', data: '', user_id: viewer.id, expires_at: expires })

    const response = await change(client, viewer)

    assert.include(response.text(), 'Your password is changed.')
    await viewer.refresh()
    assert.isTrue(await viewer.verifyPassword('a whole new password'))
    assert.isNull(await db.from('sessions').where('id', 'other').first())
  })

  test('asks for the password of now', async ({ client, assert }) => {
    const { viewer } = await createCast()

    const response = await change(client, viewer, { currentPassword: 'guess' })

    response.assertStatus(422)
    assert.include(response.text(), 'This is not your password.')
    await viewer.refresh()
    assert.isTrue(await viewer.verifyPassword(castPassword))
  })

  test('wants the new one twice', async ({ client, assert }) => {
    const { viewer } = await createCast()

    const response = await change(client, viewer, { passwordConfirmation: 'another one' })

    assert.include(response.text(), 'The two passwords differ.')
  })

  test('is for people with an account', async ({ client }) => {
    await createCast()

    const response = await client.get('/profile').redirects(0)

    response.assertHeader('location', '/login')
  })
})
