import { test } from '@japa/runner'
import { audit } from '#accounts/audit'
import User from '#accounts/models/user'
import { castPassword, createCast } from '#tests/helpers/cast'
import { emptyTables } from '#tests/helpers/database'
import { createVisitor, logIn } from '#tests/helpers/visitor'

async function administrator() {
  const visitor = createVisitor()
  await logIn(visitor, 'owner@example.com', castPassword)
  await visitor.get('/admin/users')
  return visitor
}

async function loginStatus(email: string) {
  const { status } = await logIn(createVisitor(), email, castPassword)
  return status
}

async function roleOf({ id }: User) {
  const { role } = await User.findOrFail(id)
  return role
}

test.group('Administration of people', (group) => {
  group.each.setup(emptyTables)

  test('invites somebody by a link that works, and shows it once', async ({ assert }) => {
    await createCast()
    const admin = await administrator()

    const answer = await admin.post('/admin/users', {
      fullName: 'Eve <b>',
      email: 'eve@example.com',
      role: 'editor',
    })
    const path = new URL(answer.text.match(/http[^<]+\/invitations\/[\w-]+/)![0]).pathname
    const welcome = await createVisitor().get(path)

    assert.include(welcome.text, 'Welcome, Eve &lt;b&gt;')
    const later = await admin.get('/admin/users')
    assert.notInclude(later.text, path)
  })

  test('says at the field when the e-mail has an account, and keeps what was typed', async ({
    assert,
  }) => {
    await createCast()
    const admin = await administrator()

    const answer = await admin.post('/admin/users', {
      fullName: 'Eve',
      email: 'viewer@example.com',
      role: 'editor',
    })

    assert.equal(answer.status, 422)
    assert.include(answer.text, 'viewer@example.com has an account already.')
    assert.include(answer.text, 'value="Eve"')
    assert.lengthOf(await User.all(), 4)
  })

  test('shuts out, lets in again, changes roles, resets', async ({ assert }) => {
    const { viewer } = await createCast()
    const admin = await administrator()
    const ofViewer = (verb: string) => `/admin/users/${viewer.id}${verb}`

    await admin.post(ofViewer('/disable'), {})
    assert.equal(await loginStatus(viewer.email), 422)
    await admin.post(ofViewer('/enable'), {})
    assert.equal(await loginStatus(viewer.email), 302)
    await admin.post(ofViewer(''), { role: 'editor' })
    assert.equal(await roleOf(viewer), 'editor')
    const reset = await admin.post(ofViewer('/reset'), {})
    assert.match(reset.text, /\/invitations\/[\w-]{32}/)

    const log = await admin.get('/admin/audit?about=viewer@')
    for (const words of ['Person disabled', 'Person enabled again', 'Role changed', 'Reset link']) {
      assert.include(log.text, words)
    }
  })

  test('refuses to lose its last administrator, in words', async ({ assert }) => {
    const { owner } = await createCast()
    const admin = await administrator()

    const answer = await admin.post(`/admin/users/${owner.id}/disable`, {})

    assert.equal(answer.status, 409)
    assert.include(answer.text, 'is the only administrator')
  })

  test('says who was here, and to others that this is not theirs', async ({ client, assert }) => {
    const { editor } = await createCast()
    const admin = await administrator()

    const people = await admin.get('/admin/users')
    const owner = people.text.slice(people.text.indexOf('owner@example.com'))
    const refused = await client.get('/admin/users').loginAs(editor)

    assert.match(owner, /^[^]*?\d{4}-\d{2}-\d{2} \d{2}:\d{2}/)
    refused.assertStatus(403)
    refused.assertTextIncludes('This is not yours to do')
    refused.assertTextIncludes('Ask them, or an administrator.')
  })

  test('exports the audit log as JSON lines', async ({ assert }) => {
    await createCast()
    await logIn(createVisitor(), 'viewer@example.com', 'wrong')
    const admin = await administrator()

    const { text, headers } = await admin.get('/admin/audit.jsonl')
    const lines = text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))

    assert.include(headers.get('content-disposition')!, 'audit.jsonl')
    assert.sameMembers(
      lines.map(({ event }) => event),
      ['session.refused', 'session.begun', 'audit.exported']
    )
    assert.equal(lines[0].actor, 'viewer@example.com')
    assert.notInclude(text, 'wrong')
  })

  test('turns the pages of the log without losing a line', async ({ assert }) => {
    await createCast()
    for (let n = 0; n < 150; n++) await audit('setting.changed', { actor: 'somebody' })
    const admin = await administrator()

    const first = await admin.get('/admin/audit?event=setting.changed')
    const next = first.text.match(/href="([^"]*before=\d+)"/)![1]
    const second = await admin.get(next.replaceAll('&#x26;', '&').replaceAll('&amp;', '&'))

    const rows = (text: string) => text.split('>somebody</td>').length - 1
    assert.equal(rows(first.text), 100)
    assert.equal(rows(second.text), 50)
  })

  test('keeps to the days that were asked for', async ({ assert }) => {
    await createCast()
    await audit('setting.changed', { actor: 'somebody' })
    const admin = await administrator()
    const today = new Date().toISOString().slice(0, 10)

    const before = await admin.get(`/admin/audit?until=${today}`)
    const since = await admin.get(`/admin/audit?from=${today}`)

    assert.include(before.text, 'Nothing of that kind')
    assert.include(since.text, '>somebody</td>')
  })
})
