import { test } from '@japa/runner'
import { castPassword, createCast } from '#tests/helpers/cast'
import { emptyTables } from '#tests/helpers/database'

test.group('Sessions', (group) => {
  group.each.setup(emptyTables)

  test('let a person in with the right password', async ({ client, assert }) => {
    await createCast()

    const login = await client
      .post('/login')
      .form({ email: 'Viewer@example.com ', password: castPassword })
      .withCsrfToken()
      .redirects(0)

    login.assertStatus(302)
    assert.equal(login.header('location'), '/')
  })

  test('keep everybody else out', async ({ client }) => {
    const response = await client.get('/library').redirects(0)

    response.assertStatus(302)
    response.assertHeader('location', '/setup')
  })
})
