import { mkdtemp, realpath } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@japa/runner'
import JobRun from '#queue/models/job_run'
import { call, keyOf } from '#tests/helpers/api'
import { type Cast, createCast } from '#tests/helpers/cast'
import { emptyTables } from '#tests/helpers/database'
import { createAsset } from '#tests/helpers/library'

test.group('API of collections, saved views and source folders', (group) => {
  let cast: Cast
  let key: string
  group.each.setup(async () => {
    await emptyTables()
    cast = await createCast()
    key = await keyOf(cast.editor, 'read', 'write')
  })

  const make = async (json: object, by = key) =>
    call('POST', '/api/collections', { key: by, json }).then(({ body }) => body)

  test('makes a collection, fills it, orders it and empties it', async ({ assert }) => {
    const made = await call('POST', '/api/collections', { key, json: { name: 'Foxes' } })
    const items = `/api/collections/${made.body.id}/items`
    const assets = []
    for (const prompt of ['one', 'two', 'three'])
      assets.push(await createAsset({ owner: cast.editor, prompt }))
    const ids = assets.map(({ id }) => id)
    const hidden = await createAsset({ owner: cast.owner, file: { visibility: 'private' } })

    const added = await call('POST', items, { key, json: { ids: [...ids, hidden.id] } })
    const before = await call('GET', items, { key })
    const order = before.body.items.map(({ id }: any) => id)
    await call('PUT', `${items}/${order[2]}`, { key, json: { before_id: order[0] } })
    await call('PUT', `${items}/${order[0]}`, { key, json: { before_id: null } })
    const moved = await call('GET', items, { key })
    await call('DELETE', items, { key, json: { ids: [order[1]] } })
    const shown = await call('GET', `/api/collections/${made.body.id}`, { key })

    assert.equal(made.status, 201)
    assert.equal(added.body.count, 3)
    assert.sameMembers(order, ids)
    assert.deepEqual(
      moved.body.items.map(({ id }: any) => id),
      [order[2], order[1], order[0]]
    )
    assert.equal(shown.body.count, 2)
  })

  test('changes what is sent of a collection, unless it was changed meanwhile', async ({
    assert,
  }) => {
    const { id } = await make({ name: 'Foxes', description: 'red' })
    const path = `/api/collections/${id}`
    const read = await call('GET', path, { key })
    const headers = { 'If-Match': read.headers.get('etag')! }

    const first = await call('PUT', path, { key, json: { name: 'Wolves' }, headers })
    const second = await call('PUT', path, { key, json: { name: 'Owls' }, headers })
    const wrong = await call('PUT', path, { key, json: { visibility: 'nobody' } })
    const gone = await call('DELETE', path, { key })
    const after = await call('GET', path, { key })

    assert.include(first.body, { name: 'Wolves', description: 'red' })
    assert.equal(second.status, 412)
    assert.equal(wrong.body.errors[0].field, 'visibility')
    assert.equal(gone.status, 204)
    assert.equal(after.status, 404)
  })

  test('shows strangers nothing of a private collection, and lets viewers make none', async ({
    assert,
  }) => {
    const { id } = await make({ name: 'Mine', visibility: 'private' })
    const stranger = await keyOf(cast.stranger, 'read', 'write')
    const viewer = await keyOf(cast.viewer, 'read', 'write')

    const one = await call('GET', `/api/collections/${id}`, { key: stranger })
    const items = await call('GET', `/api/collections/${id}/items`, { key: stranger })
    const listed = await call('GET', '/api/collections', { key: stranger })
    const made = await call('POST', '/api/collections', { key: viewer, json: { name: 'x' } })

    assert.deepEqual([one.status, items.status], [404, 404])
    assert.isEmpty(listed.body.items)
    assert.equal(made.status, 403)
  })

  test('does a creation once for each Idempotency-Key', async ({ assert }) => {
    const once = { key, json: { name: 'Foxes' }, headers: { 'Idempotency-Key': 'a' } }

    const first = await call('POST', '/api/collections', once)
    const again = await call('POST', '/api/collections', once)
    const other = await call('POST', '/api/collections', { ...once, json: { name: 'Owls' } })
    const listed = await call('GET', '/api/collections', { key })

    assert.equal(again.body.id, first.body.id)
    assert.equal(again.headers.get('idempotent-replayed'), 'true')
    assert.equal(other.status, 422)
    assert.lengthOf(listed.body.items, 1)
  })

  test('keeps saved views, each person their own', async ({ assert }) => {
    const json = { name: 'Best', query: 'rating:5', pinned: true }
    const { body: best } = await call('POST', '/api/saved-views', { key, json })
    await call('POST', '/api/saved-views', { key, json: { name: 'All' } })
    const path = `/api/saved-views/${best.id}`
    const stranger = await keyOf(cast.stranger, 'read', 'write')

    const renamed = await call('PUT', path, { key, json: { name: 'Five stars' } })
    const taken = await call('PUT', path, { key, json: { name: 'All' } })
    const hidden = await call('GET', path, { key: stranger })
    const theirs = await call('GET', '/api/saved-views', { key: stranger })
    const gone = await call('DELETE', path, { key })

    assert.include(renamed.body, { name: 'Five stars', query: 'rating:5', pinned: true })
    assert.equal(taken.status, 422)
    assert.equal(hidden.status, 404)
    assert.isEmpty(theirs.body.items)
    assert.equal(gone.status, 204)
  })

  test('lets administrators add, change and remove source folders', async ({ assert }) => {
    const admin = { key: await keyOf(cast.owner, 'admin') }
    const path = await realpath(await mkdtemp(join(tmpdir(), 'atelier-')))
    const json = { name: 'Renders', path, mode: 'in_place' }
    const folders = '/api/source-folders'

    const added = await call('POST', folders, { ...admin, json })
    const wrong = await call('POST', folders, { ...admin, json: { ...json, path: '/nowhere' } })
    const one = `${folders}/${added.body.id}`
    const changed = await call('PUT', one, { ...admin, json: { name: 'Old renders' } })
    const refused = await call('GET', folders, { key: await keyOf(cast.editor, 'admin') })
    const removed = await call('DELETE', one, admin)
    const listed = await call('GET', folders, admin)

    assert.equal(added.status, 201)
    assert.lengthOf(await JobRun.query().where('kind', 'library.scan_source_folder'), 1)
    assert.deepEqual([wrong.status, wrong.body.errors[0].field], [422, 'path'])
    assert.include(changed.body, { name: 'Old renders', path, mode: 'in_place' })
    assert.equal(refused.status, 403)
    assert.equal(removed.status, 204)
    assert.isEmpty(listed.body.items)
  })
})
