import { test } from '@japa/runner'
import { DateTime } from 'luxon'
import { castPassword, createCast } from '#tests/helpers/cast'
import { emptyTables } from '#tests/helpers/database'
import { createVisitor, logIn } from '#tests/helpers/visitor'

const viewerEmail = 'viewer@example.com'

test.group('Sessions', (group) => {
  group.each.setup(emptyTables)

  test('a fresh install leads to its first page', async ({ assert }) => {
    const response = await createVisitor().get('/library')

    assert.equal(response.location, '/setup')
  })

  test('the right password lets a person in, under a new session id', async ({ assert }) => {
    await createCast()
    const visitor = createVisitor()
    await visitor.get('/login')
    const before = visitor.cookies.get('atelier_session')

    const login = await logIn(visitor, ' Viewer@Example.com ', castPassword)

    assert.equal(login.status, 302)
    assert.equal(login.location, '/')
    assert.notEqual(visitor.cookies.get('atelier_session'), before)
    const library = await visitor.get('/library')
    assert.equal(library.status, 200)
    visitor.cookies.set('atelier_session', before!)
    const stale = await visitor.get('/library')
    assert.equal(stale.location, '/login')
  })

  test('a wrong password and an unknown e-mail look the same', async ({ assert }) => {
    await createCast()

    const wrong = await logIn(createVisitor(), viewerEmail, 'not the password')
    const unknown = await logIn(createVisitor(), 'nobody@example.com', castPassword)

    for (const answer of [wrong, unknown]) {
      assert.equal(answer.status, 422)
      assert.include(answer.text, 'do not belong together')
    }
    assert.include(wrong.text, `value="${viewerEmail}"`)
  })

  test('ten failures close the door for a while, for this account only', async ({ assert }) => {
    await createCast()
    const visitor = createVisitor()
    for (let attempt = 0; attempt < 10; attempt++) await logIn(visitor, viewerEmail, 'guess')

    const right = await logIn(visitor, viewerEmail, castPassword)
    const other = await logIn(visitor, 'editor@example.com', castPassword)

    assert.equal(right.status, 429)
    assert.isAbove(Number(right.headers.get('retry-after')), 800)
    assert.include(right.text, 'Too many failed attempts. Wait 15 minutes')
    assert.equal(other.status, 302)
  })

  test('fifty failures from one network close it for every account', async ({ assert }) => {
    await createCast()
    const visitor = createVisitor()
    for (let attempt = 0; attempt < 50; attempt++) {
      const from = { 'X-Forwarded-For': `2001:db8:0:7::${attempt.toString(16)}` }
      await logIn(visitor, `guess${attempt}@example.com`, 'guess', from)
    }

    const neighbour = await logIn(visitor, viewerEmail, castPassword, {
      'X-Forwarded-For': '2001:db8:0:7:ffff::1',
    })
    const elsewhere = await logIn(visitor, viewerEmail, castPassword, {
      'X-Forwarded-For': '2001:db8:0:8::1',
    })

    assert.equal(neighbour.status, 429)
    assert.equal(elsewhere.status, 302)
  })

  test('logging out ends the session for good', async ({ assert }) => {
    await createCast()
    const visitor = createVisitor()
    await logIn(visitor, viewerEmail, castPassword)
    await visitor.get('/profile')
    const stolen = visitor.cookies.get('atelier_session')!

    const logout = await visitor.post('/logout', {})
    visitor.cookies.set('atelier_session', stolen)
    const library = await visitor.get('/library')

    assert.equal(logout.location, '/login')
    assert.equal(library.location, '/login')
  })

  test('a disabled person is out at once and cannot come back', async ({ assert }) => {
    const { viewer } = await createCast()
    const visitor = createVisitor()
    await logIn(visitor, viewerEmail, castPassword)
    await viewer.merge({ disabledAt: DateTime.now() }).save()

    const page = await visitor.get('/library')
    const again = await logIn(visitor, viewerEmail, castPassword)

    assert.equal(page.location, '/login')
    assert.equal(again.status, 422)
  })

  test('a session ends after thirty days, however busy', async ({ client }) => {
    const { viewer } = await createCast()
    const days = (count: number) => ({ logged_in_at: Date.now() - count * 24 * 60 * 60 * 1_000 })

    const young = await client.get('/library').loginAs(viewer).withSession(days(29)).redirects(0)
    const old = await client.get('/library').loginAs(viewer).withSession(days(31)).redirects(0)

    young.assertStatus(200)
    old.assertHeader('location', '/login')
  })

  test('after logging in a person is where they wanted to go', async ({ assert }) => {
    await createCast()
    const visitor = createVisitor()
    await visitor.get('/library?q=fox')

    const login = await logIn(visitor, viewerEmail, castPassword)

    assert.equal(login.location, '/library?q=fox')
  })

  test('nobody is led to another site after logging in')
    .with(['//evil.example', '/\\evil.example', 'https://evil.example', '/a\n//evil.example'])
    .run(async ({ client }, wanted) => {
      await createCast()

      const login = await client
        .post('/login')
        .form({ email: viewerEmail, password: castPassword })
        .withSession({ intended_url: wanted })
        .withCsrfToken()
        .redirects(0)

      login.assertHeader('location', '/')
    })

  test('pictures and scripts get 401 in place of the login page', async ({ assert }) => {
    await createCast()
    const visitor = createVisitor()

    const image = await visitor.get('/library', {
      'Accept': 'image/*,*/*',
      'Sec-Fetch-Dest': 'image',
    })
    const json = await visitor.get('/library', { Accept: 'application/json' })

    assert.deepEqual([image.status, json.status], [401, 401])
  })

  test('a fragment sends its page to the login, and back to that page', async ({ assert }) => {
    await createCast()
    const visitor = createVisitor()

    const fragment = await visitor.get('/library', {
      'HX-Request': 'true',
      'HX-Current-URL': 'http://localhost/library?q=fox',
    })
    const login = await logIn(visitor, viewerEmail, castPassword)

    assert.equal(fragment.status, 401)
    assert.equal(fragment.headers.get('hx-redirect'), '/login')
    assert.equal(login.location, '/library?q=fox')
  })
})
