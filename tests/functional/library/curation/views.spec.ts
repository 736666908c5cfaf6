import type { ApiRequest } from '@japa/api-client'
import { test } from '@japa/runner'
import SavedView from '#library/models/saved_view'
import { createCast, type Cast } from '#tests/helpers/cast'
import { emptyTables } from '#tests/helpers/database'
import { createAsset } from '#tests/helpers/library'
import { partial, statusOf } from '#tests/helpers/http'

test.group('Saved views', (group) => {
  let cast: Cast
  group.each.setup(async () => {
    await emptyTables()
    cast = await createCast()
  })

  const save =
    (form: Record<string, unknown>, person = cast.viewer) =>
    (http: ApiRequest) =>
      http.form(form).loginAs(person).withCsrfToken().redirects(0)

  test('keep a search and how it is shown, for one person', async ({ client, assert }) => {
    const form = { name: 'Foxes', query: 'tag:fox   rating:>=4', view: 'list', pinned: 'on' }
    const saved = await save(form)(client.post('/views'))
    saved.assertStatus(302)
    const view = await SavedView.firstOrFail()
    assert.equal(view.query, 'rating:>=4 tag:fox')
    assert.isTrue(!!view.pinned)
    saved.assertHeader('location', view.href)

    const list = await client.get('/views').loginAs(cast.viewer)
    list.assertTextIncludes('Foxes')
    const others = await client.get('/views').loginAs(cast.owner)
    assert.notInclude(others.text(), 'Foxes')
    others.assertTextIncludes('No saved views yet')
  })

  test('take a new search under the same name', async ({ client, assert }) => {
    await save({ name: 'Foxes', query: 'fox' })(client.post('/views'))
    await save({ name: 'Foxes', query: 'red fox' })(client.post('/views'))
    const views = await SavedView.all()
    assert.deepEqual(
      views.map(({ query }) => query),
      ['fox red']
    )
  })

  test('show in the rail how many they find', async ({ client, assert }) => {
    await createAsset({ owner: cast.owner, prompt: 'a fox' })
    await createAsset({ owner: cast.owner, prompt: 'a fox', file: { visibility: 'private' } })
    await save({ name: 'Foxes', query: 'fox', pinned: 'on' })(client.post('/views'))
    await save({ name: 'Wrong', query: 'rating:>', pinned: 'on' })(client.post('/views'))
    const counts = await client.get('/views/counts').headers(partial).loginAs(cast.viewer)
    const shown = [...counts.text().matchAll(/id="view-count-(\d+)"[^>]*>([^<]*)</g)]
    assert.deepEqual(
      shown.map((found) => found[2]),
      ['1', '–']
    )
  })

  test('are renamed and deleted by their person only', async ({ client, assert }) => {
    await save({ name: 'Foxes', query: 'fox' })(client.post('/views'))
    await save({ name: 'Bears', query: 'bear' })(client.post('/views'))
    const { id } = await SavedView.findByOrFail('name', 'Foxes')
    assert.equal(await statusOf(client.get(`/views/${id}/edit`).loginAs(cast.owner)), 404)
    const page = await client.get(`/views/${id}/edit`).loginAs(cast.viewer)
    page.assertTextIncludes('Foxes')

    await save({ name: 'Bears', query: 'fox' })(client.put(`/views/${id}`))
    const kept = await SavedView.findOrFail(id)
    assert.equal(kept.name, 'Foxes')
    await save({ name: 'Red foxes', query: 'fox' })(client.put(`/views/${id}`))
    await kept.refresh()
    assert.equal(kept.name, 'Red foxes')
    assert.equal(
      await statusOf(save({ name: '' })(client.put(`/views/${id}`).headers(partial))),
      422
    )

    assert.equal(await statusOf(save({}, cast.owner)(client.delete(`/views/${id}`))), 404)
    await save({})(client.delete(`/views/${id}`))
    assert.isNull(await SavedView.find(id))
  })
})
