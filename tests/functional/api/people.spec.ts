import { test } from '@japa/runner'
import { apiRoutes } from '#api/openapi'
import { call, keyOf } from '#tests/helpers/api'
import { type Cast, createCast } from '#tests/helpers/cast'
import { emptyTables } from '#tests/helpers/database'

test.group('API of people and keys', (group) => {
  let cast: Cast
  let key: string
  group.each.setup(async () => {
    await emptyTables()
    cast = await createCast()
    key = await keyOf(cast.owner, 'read', 'admin')
  })

  test('tells whose key it is and what it may', async ({ assert }) => {
    const { body } = await call('GET', '/api/me', { key: await keyOf(cast.viewer, 'read') })

    assert.include(body.user, { email: cast.viewer.email, role: 'viewer', disabled: false })
    assert.deepEqual(body.key.scopes, ['read'])
  })

  test('lists everybody to administrators, and never a secret', async ({ assert }) => {
    const { body, text } = await call('GET', '/api/users', { key })
    const one = await call('GET', `/api/users/${cast.editor.id}`, { key })
    const editor = await keyOf(cast.editor, 'admin')
    const refused = await call('GET', '/api/users', { key: editor })

    assert.lengthOf(body.items, 4)
    assert.equal(one.body.role, 'editor')
    assert.notInclude(text, 'password')
    assert.equal(refused.status, 403)
  })

  test('shuts people out at once and lets them in again, but not the last administrator', async ({
    assert,
  }) => {
    const editor = await keyOf(cast.editor, 'read')
    const path = `/api/users/${cast.editor.id}`

    const out = await call('POST', `${path}/disable`, { key })
    const theirs = await call('GET', '/api/me', { key: editor })
    const back = await call('POST', `${path}/enable`, { key })
    const last = await call('POST', `/api/users/${cast.owner.id}/disable`, { key })

    assert.isTrue(out.body.disabled)
    assert.equal(theirs.status, 401)
    assert.isFalse(back.body.disabled)
    assert.equal(last.status, 409)
  })

  test('lists keys without their values and revokes them; none is made here', async ({
    assert,
  }) => {
    const editor = await keyOf(cast.editor, 'read')
    const listed = await call('GET', '/api/keys', { key })
    const theirs = listed.body.items.find(({ email }: any) => email === cast.editor.email)

    const revoked = await call('DELETE', `/api/keys/${theirs.id}`, { key })
    const again = await call('DELETE', `/api/keys/${theirs.id}`, { key })
    const use = await call('GET', '/api/me', { key: editor })

    assert.notInclude(listed.text, editor.split('.')[1])
    assert.deepEqual([revoked.status, again.status, use.status], [204, 404, 401])
    const making = apiRoutes().filter(
      ({ method, path }) => method === 'POST' && /\/keys/.test(path)
    )
    assert.isEmpty(making)
  })
})
