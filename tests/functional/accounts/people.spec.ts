import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { audit } from '#accounts/audit'
import { createKey } from '#accounts/api_keys'
import { changeRole, disableUser, inviteUser, resetUser } from '#accounts/people'
import User from '#accounts/models/user'
import { castPassword, createCast } from '#tests/helpers/cast'
import { emptyTables } from '#tests/helpers/database'
import { createVisitor, logIn } from '#tests/helpers/visitor'

const invited = { email: 'eve@example.com', fullName: 'Eve', role: 'editor' } as const
const password = { password: 'a whole new one', passwordConfirmation: 'a whole new one' }

test.group('People', (group) => {
  group.each.setup(emptyTables)

  test('a person who is invited sets a password by the link, once', async ({ assert }) => {
    const { owner } = await createCast()
    const { token } = (await inviteUser(invited, { by: owner }))!
    const visitor = createVisitor()

    const page = await visitor.get(`/invitations/${token}`)
    const joined = await visitor.post(`/invitations/${token}`, password)
    const again = await createVisitor().get(`/invitations/${token}`)

    assert.include(page.text, 'Welcome, Eve')
    assert.equal(joined.status, 302)
    assert.equal(await visitor.statusOf('/library'), 200)
    assert.equal(again.status, 404)
    assert.include(again.text, 'This link has ended')
  })

  test('a link is too old after three days, and a new one replaces it', async ({ assert }) => {
    const { owner, viewer } = await createCast()
    const first = await resetUser(viewer, { by: owner })
    const second = await resetUser(viewer, { by: owner })

    assert.equal(await createVisitor().statusOf(`/invitations/${first}`), 404)
    await db.from('one_time_links').update({ expires_at: new Date(Date.now() - 1_000) })
    assert.equal(await createVisitor().statusOf(`/invitations/${second}`), 404)
  })

  test('disabling ends sessions, keys and links at once', async ({ assert }) => {
    const { owner, viewer } = await createCast()
    const visitor = createVisitor()
    await logIn(visitor, 'viewer@example.com', castPassword)
    await createKey(viewer, { name: 'x', scopes: ['read'], days: 1 }, { by: viewer })
    const token = await resetUser(viewer, { by: owner })

    await disableUser(viewer, { by: owner })

    const { location } = await visitor.get('/library')
    assert.equal(location, '/login')
    assert.lengthOf(await db.from('api_keys'), 0)
    assert.equal(await createVisitor().statusOf(`/invitations/${token}`), 404)
  })

  test('somebody is always left to administer', async ({ assert }) => {
    const { owner } = await createCast()

    for (const change of [
      () => changeRole(owner, 'viewer', { by: owner }),
      () => disableUser(owner, { by: owner }),
    ]) {
      await assert.rejects(change, /is the only administrator/)
    }

    const same = await User.findOrFail(owner.id)
    assert.isTrue(same.isAdmin)
    assert.isFalse(same.isDisabled)
  })

  test('the audit log tells it, and nothing in it can be changed', async ({ assert }) => {
    const { owner, viewer } = await createCast()
    await changeRole(viewer, 'editor', { by: owner, ip: '192.0.2.7' })

    const line = await db.from('audit_events').where('event', 'user.role_changed').firstOrFail()
    assert.include(line, { actor: owner.email, ip: '192.0.2.7', subject: viewer.email })
    assert.deepEqual(JSON.parse(line.details), { from: 'viewer', to: 'editor' })
    await assert.rejects(() => db.from('audit_events').update({ actor: 'x' }), /only ever added to/)
    await assert.rejects(() => db.from('audit_events').delete(), /only ever added to/)
  })

  test('what is undone is not in the log', async ({ assert }) => {
    const { owner } = await createCast()
    const trx = await db.transaction()
    await audit('setting.changed', { by: owner, trx })
    await trx.rollback()

    assert.lengthOf(await db.from('audit_events'), 0)
  })
})
