import { test } from '@japa/runner'
import Asset from '#library/models/asset'
import { markOf, tagsOf } from '#library/curation/item'
import { call, keyOf } from '#tests/helpers/api'
import { type Cast, createCast } from '#tests/helpers/cast'
import { emptyTables } from '#tests/helpers/database'
import { createAsset } from '#tests/helpers/library'

const ids = (body: any) => body.items.map(({ id }: { id: number }) => id)

test.group('API of images', (group) => {
  let cast: Cast
  let reading: string
  let writing: string
  group.each.setup(async () => {
    await emptyTables()
    cast = await createCast()
    reading = await keyOf(cast.viewer, 'read')
    writing = await keyOf(cast.editor, 'read', 'write')
  })

  test('lists what its person may see, newest first, with a total', async ({ assert }) => {
    const fox = await createAsset({ owner: cast.owner, prompt: 'a fox' })
    const owl = await createAsset({ owner: cast.owner, prompt: 'an owl' })
    await createAsset({ owner: cast.owner, file: { visibility: 'private' } })

    const { body } = await call('GET', '/api/images', { key: reading })

    assert.deepEqual(ids(body), [owl.id, fox.id])
    assert.equal(body.total, 2)
    assert.equal(body.items[1].prompt, 'a fox')
  })

  test('filters by all tags, rating, date and the search language, and sorts', async ({
    assert,
  }) => {
    const owner = cast.owner
    const both = await createAsset({
      owner,
      tags: ['fox', 'snow'],
      capturedAt: '2026-03-02 10:00:00',
    })
    const one = await createAsset({ owner, tags: ['fox'], capturedAt: '2026-03-01 10:00:00' })
    await call('PUT', `/api/images/${both.id}`, { key: reading, json: { rating: 5 } })
    const found = async (query: string) => {
      const { body } = await call('GET', `/api/images?${query}`, { key: reading })
      return ids(body)
    }

    assert.deepEqual(await found('tags=fox,snow'), [both.id])
    assert.deepEqual(await found('tags[]=fox'), [both.id, one.id])
    assert.deepEqual(await found('rating_min=4'), [])
    assert.deepEqual(await found('date_from=2026-03-02'), [both.id])
    assert.deepEqual(await found('date_to=2026-03-01'), [one.id])
    assert.deepEqual(await found('q=tag:fox%20-tag:snow'), [one.id])
    assert.deepEqual(await found('sort=date'), [one.id, both.id])
  })

  test('turns pages by number and by cursor, and says how far numbers reach', async ({
    assert,
  }) => {
    for (let n = 0; n < 5; n++) await createAsset({ owner: cast.owner })
    const first = await call('GET', '/api/images?page_size=2', { key: reading })
    const second = await call('GET', '/api/images?page_size=2&page=2', { key: reading })
    const same = await call('GET', `/api/images?page_size=2&cursor=${first.body.next}`, {
      key: reading,
    })
    const far = await call('GET', '/api/images?page=9000', { key: reading })

    assert.lengthOf(second.body.items, 2)
    assert.deepEqual(ids(second.body), ids(same.body))
    assert.equal(far.status, 422)
    assert.equal(far.body.errors[0].field, 'page')
  })

  test('changes what is sent, and nothing else', async ({ assert }) => {
    const asset = await createAsset({ owner: cast.owner, prompt: 'a fox', tags: ['old', 'kept'] })

    const { body } = await call('PUT', `/api/images/${asset.id}`, {
      key: writing,
      json: { notes: 'for print', rating: 4, favorite: true, tags: ['kept', 'new one'] },
    })

    assert.include(body, { notes: 'for print', rating: 4, favorite: true, prompt: 'a fox' })
    const tags = await tagsOf(asset.id)
    assert.sameMembers(
      tags.map(({ name }) => name),
      ['kept', 'new one']
    )
    assert.deepEqual(await markOf(asset.id, cast.editor), { rating: 4, favorite: true })
    assert.deepEqual(await markOf(asset.id, cast.owner), { rating: 0, favorite: false })
  })

  test('names each field that cannot stand, and changes nothing', async ({ assert }) => {
    const asset = await createAsset({ owner: cast.owner, prompt: 'a fox' })

    const answer = await call('PUT', `/api/images/${asset.id}`, {
      key: writing,
      json: { prompt: 'an owl', steps: 'many', rating: 9 },
    })
    const date = await call('PUT', `/api/images/${asset.id}`, {
      key: writing,
      json: { prompt: 'an owl', captured_at: 'yesterday' },
    })

    assert.equal(answer.status, 422)
    assert.sameMembers(
      answer.body.errors.map(({ field }: any) => field),
      ['steps', 'rating']
    )
    assert.equal(date.status, 422)
    assert.equal(date.body.errors[0].field, 'captured_at')
    const same = await Asset.findOrFail(asset.id)
    assert.equal(same.prompt, 'a fox')
  })

  test('refuses a change over one that came meanwhile', async ({ assert }) => {
    const asset = await createAsset({ owner: cast.owner })
    const path = `/api/images/${asset.id}`
    const read = await call('GET', path, { key: writing })
    const headers = { 'If-Match': read.headers.get('etag')! }
    await call('PUT', path, { key: writing, json: { notes: 'first' }, headers })

    const late = await call('PUT', path, { key: writing, json: { notes: 'second' }, headers })
    const again = await call('GET', path, { key: writing })
    const known = await call('GET', path, {
      key: writing,
      headers: { 'If-None-Match': again.headers.get('etag')! },
    })

    assert.equal(late.status, 412)
    assert.equal(again.body.notes, 'first')
    assert.equal(known.status, 304)
  })

  test('says where a search is wrong', async ({ assert }) => {
    const { status, body } = await call('GET', '/api/images?q=rating:', { key: reading })

    assert.equal(status, 422)
    assert.equal(body.errors[0].field, 'q')
  })

  test('a stranger finds nothing where something private is', async ({ assert }) => {
    const secret = await createAsset({ owner: cast.owner, file: { visibility: 'private' } })
    for (const [method, path] of [
      ['GET', ''],
      ['PUT', ''],
      ['GET', '/metadata'],
    ]) {
      const sent = { key: writing, json: method === 'PUT' ? { notes: 'x' } : undefined }
      const { status } = await call(method, `/api/images/${secret.id}${path}`, sent)
      assert.equal(status, 404, `${method} ${path}`)
    }
  })

  test('a viewer rates for themselves and changes nothing for others', async ({ assert }) => {
    const asset = await createAsset({ owner: cast.owner })
    const key = await keyOf(cast.viewer, 'read', 'write')
    const path = `/api/images/${asset.id}`

    const rated = await call('PUT', path, { key, json: { rating: 3 } })
    const edited = await call('PUT', path, { key, json: { notes: 'mine' } })

    assert.equal(rated.body.rating, 3)
    assert.equal(edited.status, 403)
  })
})
