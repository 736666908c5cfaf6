import { test } from '@japa/runner'
import { castPassword, createCast } from '#tests/helpers/cast'
import { emptyTables } from '#tests/helpers/database'

const login = { email: 'viewer@example.com', password: castPassword }

test.group('Security', (group) => {
  group.each.setup(emptyTables)

  test('every answer carries the policy: pages, redirects, errors and files')
    .with(['/login', '/library', '/nothing-here', '/icon.svg'])
    .run(async ({ client, assert }, path) => {
      await createCast()

      const response = await client.get(path).redirects(0)

      const policy = response.header('content-security-policy')!
      assert.include(policy, "default-src 'none'")
      assert.include(policy, "frame-ancestors 'none'")
      assert.notInclude(policy, 'unsafe-')
      response.assertHeader('x-content-type-options', 'nosniff')
      response.assertHeader('referrer-policy', 'same-origin')
      response.assertHeader('cross-origin-opener-policy', 'same-origin')
      assert.exists(response.header('permissions-policy'))
    })

  test('what was typed stands whole in its field, and ends no attribute', async ({
    client,
    assert,
  }) => {
    const { viewer } = await createCast()
    const q = `name:"spring cards" '"><b autofocus>`
    const page = await client.get('/library').qs({ q }).loginAs(viewer)

    assert.notInclude(page.text(), '<b autofocus>')
    const whole = 'value="name:&quot;spring cards&quot; &#39;&quot;&gt;&lt;b autofocus&gt;"'
    assert.include(page.text().replaceAll('&#x27;', '&#39;'), whole)
  })

  test('pages may ask their own server for more, which files may not', async ({
    client,
    assert,
  }) => {
    await createCast()

    const page = await client.get('/login')
    const file = await client.get('/icon.svg')

    assert.match(
      page.header('content-security-policy')!,
      /script-src 'self' 'nonce-[^;]+;.*connect-src 'self'/
    )
    assert.notInclude(file.header('content-security-policy')!, 'connect-src')
  })

  test('a form without its token is refused in a sentence', async ({ client, assert }) => {
    await createCast()

    const page = await client.post('/login').form(login).accept('html').redirects(0)
    const json = await client.post('/login').json(login).accept('json').redirects(0)
    const fragment = await client
      .post('/login')
      .form(login)
      .headers({ 'HX-Request': 'true', 'HX-Request-Type': 'partial' })
      .redirects(0)

    page.assertStatus(403)
    assert.include(page.text(), 'Reload it and try again')
    json.assertStatus(403)
    fragment.assertStatus(403)
    assert.include(fragment.text(), 'Reload it and try again')
  })

  test('a form of another website is refused', async ({ client }) => {
    await createCast()

    const response = await client
      .post('/login')
      .form(login)
      .withCsrfToken()
      .header('Sec-Fetch-Site', 'cross-site')
      .redirects(0)

    response.assertStatus(403)
  })

  test('a name that is not ours is refused, against DNS rebinding', async ({ client, assert }) => {
    const strange = await client.get('/login').header('Host', 'evil.example').redirects(0)
    const local = await client.get('/login').header('Host', 'localhost:3333').redirects(0)

    strange.assertStatus(421)
    assert.include(strange.text(), 'set APP_URL')
    local.assertStatus(302)
  })

  test('what a page says of itself in other headers does not make its name ours', async ({
    client,
  }) => {
    const visit = (host: string, forwarded: string) =>
      client.get('/login').headers({ 'Host': host, 'X-Forwarded-Host': forwarded }).redirects(0)

    const rebound = await visit('evil.example', 'localhost')
    const proxied = await visit('[::1]:3333', 'evil.example')
    const local = await visit('127.0.0.1:3333', 'localhost')

    rebound.assertStatus(421)
    proxied.assertStatus(421)
    local.assertStatus(302)
  })

  test('an error page shows no inside of the program', async ({ client, assert }) => {
    const response = await client.get('/nothing-here')

    response.assertStatus(404)
    assert.include(response.text(), 'There is nothing here')
    assert.notMatch(response.text(), /node_modules|\.ts:|SQLITE|Cannot GET/)
  })
})
