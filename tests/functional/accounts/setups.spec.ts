import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import User from '#accounts/models/user'
import { createFirstUser } from '#accounts/accounts'
import { setupCode } from '#accounts/setup_code'
import { createCast } from '#tests/helpers/cast'
import { emptyTables } from '#tests/helpers/database'

const person = { fullName: 'Ada', email: 'Ada@Example.com', password: 'analytical engine' }

const setUp = (client: ApiClient, fields = {}) =>
  client
    .post('/setup')
    .form({ ...person, ...fields })
    .withCsrfToken()
    .redirects(0)

test.group('Setup', (group) => {
  group.each.setup(emptyTables)

  test('makes the administrator and logs them in', async ({ client, assert }) => {
    const page = await client.get('/setup')
    const response = await setUp(client)

    page.assertStatus(200)
    assert.notInclude(page.text(), 'Set-up code')
    response.assertHeader('location', '/')
    const user = await User.firstOrFail()
    assert.equal(user.role, 'admin')
    assert.equal(user.email, 'ada@example.com')
    assert.match(user.password, /^\$argon2id\$/)
  })

  test('is there only once', async ({ client, assert }) => {
    await createCast()

    const page = await client.get('/setup').redirects(0)
    const response = await setUp(client)

    page.assertHeader('location', '/login')
    response.assertHeader('location', '/login')
    assert.isNull(await User.findBy('email', 'ada@example.com'))
  })

  test('gives the first account to one of many who try at once', async ({ assert }) => {
    const tries = ['ada', 'bob', 'cyd', 'dan'].map((name) =>
      createFirstUser({ fullName: name, email: `${name}@example.com`, password: 'a long password' })
    )

    const users = await Promise.all(tries)

    assert.lengthOf(users.filter(Boolean), 1)
    assert.lengthOf(await User.all(), 1)
  })

  test('says at the field what is wrong, and changes nothing', async ({ client, assert }) => {
    const response = await client
      .post('/setup')
      .form({ fullName: '', email: 'not an address', password: 'short' })
      .header('Referer', '/setup')
      .withCsrfToken()

    assert.include(response.text(), 'Fill this in.')
    assert.include(response.text(), 'This is not an e-mail address.')
    assert.include(response.text(), 'At least 8 characters.')
    assert.lengthOf(await User.all(), 0)
  })

  test('asks somebody at another machine for the code the server printed', async ({
    client,
    assert,
  }) => {
    const elsewhere = { 'X-Forwarded-For': '192.168.1.20' }

    const page = await client.get('/setup').headers(elsewhere)
    const wrong = await setUp(client, { code: 'guess' }).headers(elsewhere)
    const right = await setUp(client, { code: setupCode }).headers(elsewhere)

    assert.include(page.text(), 'Set-up code')
    wrong.assertStatus(422)
    assert.include(wrong.text(), 'This is not the code.')
    right.assertHeader('location', '/')
  })
})
