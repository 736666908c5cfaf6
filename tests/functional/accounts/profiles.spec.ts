import { setTimeout as delay } from 'node:timers/promises'
import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import db from '@adonisjs/lucid/services/db'
import { changePassword } from '#accounts/accounts'
import { passwordHash } from '#accounts/passwords'
import type User from '#accounts/models/user'
import { castPassword, createCast } from '#tests/helpers/cast'
import { createVisitor, logIn } from '#tests/helpers/visitor'
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

  test('makes the slow hash while others can still write', async ({ assert, cleanup }) => {
    const { viewer } = await createCast()
    const { make } = passwordHash
    cleanup(() => void (passwordHash.make = make))
    let hashed = 0
    passwordHash.make = (plain) => make(plain).finally(() => hashed++)
    const writing = await db.transaction()

    const changed = changePassword(viewer, 'a whole new password')
    await delay(200)
    const before = hashed
    await writing.rollback()
    await changed

    assert.equal(before, 1)
    await viewer.refresh()
    assert.isTrue(await viewer.verifyPassword('a whole new password'))
  })

  test('asks for the password of now', async ({ client, assert }) => {
    const { viewer } = await createCast()

    const response = await change(client, viewer, { currentPassword: 'guess' })

    response.assertStatus(422)
    assert.include(response.text(), 'This is not your password.')
    await viewer.refresh()
    assert.isTrue(await viewer.verifyPassword(castPassword))
  })

  test('lets nobody guess the password of now, as little as at the door', async ({
    client,
    assert,
  }) => {
    const { viewer } = await createCast()
    for (let n = 0; n < 10; n++) await change(client, viewer, { currentPassword: 'guess' })

    const right = await change(client, viewer)
    const door = await logIn(createVisitor(), viewer.email, castPassword)

    right.assertStatus(429)
    assert.include(right.text(), 'Too many failed attempts.')
    assert.equal(door.status, 429)
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
