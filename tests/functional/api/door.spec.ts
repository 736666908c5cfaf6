import { test } from '@japa/runner'
import { disableUser } from '#accounts/people'
import { rates } from '#api/rate_limits'
import { apiRoutes, openApiDocument } from '#api/openapi'
import { castPassword, createCast } from '#tests/helpers/cast'
import { call, keyOf } from '#tests/helpers/api'
import { emptyTables } from '#tests/helpers/database'
import { createAsset } from '#tests/helpers/library'
import { createVisitor, logIn } from '#tests/helpers/visitor'

test.group('The door of the API', (group) => {
  group.each.setup(emptyTables)

  test('opens to keys alone: no cookie opens it, and no key opens a page', async ({ assert }) => {
    const { viewer } = await createCast()
    const visitor = createVisitor()
    await logIn(visitor, viewer.email, castPassword)
    const key = await keyOf(viewer, 'read')

    const byCookie = await visitor.get('/api/images')
    const page = await call('GET', '/library', { key }).catch((error) => error)
    const none = await call('GET', '/api/images')

    assert.equal(byCookie.status, 401)
    assert.isNull(byCookie.headers.get('set-cookie'))
    assert.notEqual(page.status, 200)
    assert.equal(none.status, 401)
    assert.match(none.headers.get('www-authenticate')!, /^Bearer/)
  })

  test('refuses keys that lack the scope, and keys of people who are shut out', async ({
    assert,
  }) => {
    const { editor } = await createCast()
    const asset = await createAsset({ owner: editor })
    const key = await keyOf(editor, 'read')

    const write = await call('PUT', `/api/images/${asset.id}`, { key, json: { rating: 1 } })
    assert.equal(write.status, 403)
    assert.include(write.body.detail, '"write"')

    await disableUser(editor, { by: null })
    const gone = await call('GET', '/api/images', { key })
    assert.equal(gone.status, 401)
  })

  test('counts the requests of a key and says how many are left', async ({ assert }) => {
    const { editor } = await createCast()
    const asset = await createAsset({ owner: editor })
    const key = await keyOf(editor, 'read', 'write')
    const json = { rating: 1 }
    const path = `/api/images/${asset.id}`

    const first = await call('PUT', path, { key, json })
    for (let n = 1; n < rates.write; n++) await call('PUT', path, { key, json })
    const beyond = await call('PUT', path, { key, json })
    const reading = await call('GET', path, { key })

    assert.equal(first.headers.get('ratelimit-remaining'), String(rates.write - 1))
    assert.equal(beyond.status, 429)
    assert.isAbove(Number(beyond.headers.get('retry-after')), 0)
    assert.equal(reading.status, 200)
  }).timeout(20_000)

  test('tells what is wrong with a request that is no JSON, and with an address that is none', async ({
    assert,
  }) => {
    const { editor } = await createCast()
    const asset = await createAsset({ owner: editor })
    const key = await keyOf(editor, 'read', 'write')

    const headers = { 'Content-Type': 'application/json', 'Authorization': `Bearer ${key}` }
    const url = `http://${process.env.HOST}:${process.env.PORT}/api/images/${asset.id}`
    const broken = await fetch(url, { method: 'PUT', headers, body: '{"rating": ' })
    const nowhere = await call('GET', '/api/nowhere', { key })

    assert.equal(broken.status, 400)
    assert.match(broken.headers.get('content-type')!, /problem\+json/)
    assert.equal(nowhere.status, 404)
  })

  test('has every route in its document, and the document stands by itself', async ({ assert }) => {
    const document = openApiDocument()

    for (const { method, path } of apiRoutes()) {
      assert.exists(document.paths[path][method.toLowerCase()], `${method} ${path}`)
    }
    const served = await call('GET', '/api/openapi.json')
    assert.deepEqual(served.body, JSON.parse(JSON.stringify(document)))
  })

  test('has a manual for people', async ({ client }) => {
    const { viewer } = await createCast()

    const page = await client.get('/api/docs').loginAs(viewer)

    page.assertStatus(200)
    page.assertTextIncludes('/api/images/{id}')
  })
})
