import { test } from '@japa/runner'
import { scopes } from '#accounts/api_keys'
import { readers } from '#core/waiting_line'
import { call, keyOf } from '#tests/helpers/api'
import { type Cast, createCast } from '#tests/helpers/cast'
import { emptyTables } from '#tests/helpers/database'
import { partial } from '#tests/helpers/http'

const places = 64

test.group('Too many at once', (group) => {
  let cast: Cast

  group.each.setup(async () => {
    await emptyTables()
    cast = await createCast()
    for (let place = 0; place < places; place++) await readers.enter()
    return () => {
      for (let place = 0; place < places; place++) readers.leave()
    }
  })

  test('are told to come again, each in their way', async ({ client, assert }) => {
    const key = await keyOf(cast.viewer, 'read')
    const [page, fragment, picture, program] = await Promise.all([
      client.get('/library').loginAs(cast.viewer).accept('html'),
      client.get('/library/facets').loginAs(cast.viewer).headers(partial),
      client.get('/library/1/thumbnails/320').loginAs(cast.viewer).header('Accept', 'image/webp'),
      call('GET', '/api/images', { key }),
    ])

    for (const answer of [page, fragment, picture]) {
      answer.assertStatus(503)
      answer.assertHeader('retry-after', '2')
      answer.assertHeader('cache-control', 'no-store')
    }
    page.assertTextIncludes('Busy just now')
    page.assertTextIncludes('<meta http-equiv="refresh" content="2"')
    fragment.assertHeader('hx-reswap', 'none')
    assert.include(fragment.header('hx-trigger')!, 'Too many pages')
    picture.assertHeader('content-type', 'text/plain; charset=utf-8')
    assert.equal(program.status, 503)
    assert.equal(program.headers.get('content-type'), 'application/problem+json; charset=utf-8')
    assert.equal(program.body.title, 'Busy')
  })

  test('do not keep anybody from logging in, from what pages are made of, or from saving', async ({
    client,
  }) => {
    const login = await client.get('/login')
    const icon = await client.get('/icon.svg')
    const saved = await client
      .post('/appearance')
      .form({ theme: 'dark' })
      .loginAs(cast.viewer)
      .withCsrfToken()
      .redirects(0)

    login.assertStatus(200)
    icon.assertStatus(200)
    saved.assertStatus(302)
  })

  test('are no reason to start a container anew, nor to leave its operator in the dark', async ({
    client,
    assert,
  }) => {
    const key = await keyOf(cast.owner, ...scopes)
    const [live, ready, report] = await Promise.all([
      client.get('/health/live'),
      client.get('/health/ready'),
      call('GET', '/api/health', { key }),
    ])

    live.assertStatus(200)
    ready.assertStatus(200)
    assert.equal(report.status, 200)
  })

  test('are let in again as soon as there is room', async ({ client }) => {
    const waiting = client.get('/library').loginAs(cast.viewer)
    setTimeout(readers.leave, 100)
    const page = await waiting
    await readers.enter()

    page.assertStatus(200)
  })
})
