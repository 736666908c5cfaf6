import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import Collection from '#library/models/collection'
import { createCast, type Cast } from '#tests/helpers/cast'
import { createCollection } from '#tests/helpers/curation'
import { emptyTables } from '#tests/helpers/database'
import { createAsset } from '#tests/helpers/library'
import { countQueries, partial, statusOf } from '#tests/helpers/http'

test.group('Collections', (group) => {
  let cast: Cast
  group.each.setup(async () => {
    await emptyTables()
    cast = await createCast()
  })

  async function assets(count: number) {
    const ids = []
    for (let number = 0; number < count; number++) {
      const asset = await createAsset({ owner: cast.owner, file: { placeholder: 'AAAA' } })
      ids.push(asset.id)
    }
    return ids
  }
  const order = async (id: number) => {
    const rows = await db.from('collection_assets').where('collection_id', id).orderBy('rank')
    return rows.map((row) => row.asset_id)
  }

  test('are listed by name, with what this person sees of them', async ({ client, assert }) => {
    const ids = await assets(2)
    await createCollection('Foxes', cast.owner, ids)
    await createCollection('Secret', cast.owner, ids, 'private')
    const list = await client.get('/collections').loginAs(cast.viewer)
    list.assertStatus(200)
    assert.include(list.text(), 'Foxes')
    assert.include(list.text(), '2 items')
    assert.notInclude(list.text(), 'Secret')
    assert.notInclude(list.text(), 'New collection')
  })

  test('say what to do while there are none', async ({ client }) => {
    const list = await client.get('/collections').loginAs(cast.editor)
    list.assertTextIncludes('No collections yet')
  })

  test('ask the database no more for more of them', async ({ client, assert }) => {
    const ids = await assets(3)
    const visit = () => client.get('/collections').loginAs(cast.owner)
    await createCollection('One', cast.owner, ids)
    const few = await countQueries(visit)
    for (let number = 0; number < 10; number++) {
      await createCollection(`More ${number}`, cast.owner, ids)
    }
    assert.equal(await countQueries(visit), few)
  })

  test('are made and edited by editors, and deleted by their owner', async ({ client, assert }) => {
    const make = (person: Cast[keyof Cast], name = 'Best') =>
      client
        .post('/collections')
        .form({ name, visibility: 'everyone', description: '' })
        .loginAs(person)
        .withCsrfToken()
        .headers(partial)
        .redirects(0)
    assert.equal(await statusOf(make(cast.viewer)), 403)
    assert.equal(await statusOf(make(cast.editor, ' ')), 422)
    assert.equal(await statusOf(make(cast.editor)), 302)
    const { id } = await Collection.findByOrFail('name', 'Best')

    const edit = (person: Cast[keyof Cast]) =>
      client
        .put(`/collections/${id}`)
        .form({ name: 'Better', visibility: 'private' })
        .loginAs(person)
        .withCsrfToken()
        .headers(partial)
        .redirects(0)
    assert.equal(await statusOf(edit(cast.stranger)), 403)
    assert.equal(await statusOf(edit(cast.editor)), 302)
    assert.equal(await statusOf(edit(cast.stranger)), 404)
    const page = await client.get(`/collections/${id}/edit`).loginAs(cast.editor)
    page.assertTextIncludes('Better')

    const remove = (person: Cast[keyof Cast]) =>
      client.delete(`/collections/${id}`).loginAs(person).withCsrfToken().redirects(0)
    assert.equal(await statusOf(remove(cast.stranger)), 404)
    assert.equal(await statusOf(remove(cast.editor)), 302)
    assert.isNull(await Collection.find(id))
  })

  test('show their pictures in their own order, page by page', async ({ client, assert }) => {
    const ids = await assets(62)
    const id = await createCollection('Many', cast.owner, ids)
    const first = await client.get(`/collections/${id}`).loginAs(cast.viewer)
    const shown = [...first.text().matchAll(/data-id="(\d+)"/g)].map((found) => Number(found[1]))
    assert.deepEqual(shown, ids.slice(0, 60))
    const next = /href="(\/collections\/[^"]*after[^"]*)"/.exec(first.text())![1]
    const second = await client.get(next.replaceAll('&amp;', '&')).loginAs(cast.viewer)
    assert.include(second.text(), `data-id="${ids[61]}"`)
    assert.notInclude(second.text(), `data-id="${ids[0]}"`)
  })

  test('lead from item to item in their own order', async ({ client, assert }) => {
    const [first, second, third] = await assets(3)
    const id = await createCollection('Mine', cast.owner, [second, third, first])
    const page = await client
      .get(`/library/${third}`)
      .qs({ q: `in:${id}` })
      .loginAs(cast.viewer)
    assert.match(page.text(), new RegExp(`href="/library/${second}\\?[^"]*" rel="prev"`))
    assert.match(page.text(), new RegExp(`href="/library/${first}\\?[^"]*" rel="next"`))
  })

  test('hide what is private to others, and themselves', async ({ client, assert }) => {
    const hidden = await createAsset({
      owner: cast.owner,
      file: { visibility: 'private', fileName: 'hidden.png' },
    })
    const id = await createCollection('Shared', cast.owner, [hidden.id])
    const page = await client.get(`/collections/${id}`).loginAs(cast.editor)
    assert.notInclude(page.text(), 'hidden.png')
    assert.include(page.text(), '0 items')
    const secret = await createCollection('Secret', cast.owner, [hidden.id], 'private')
    assert.equal(await statusOf(client.get(`/collections/${secret}`).loginAs(cast.editor)), 404)
  })

  test('are arranged with buttons and by dragging', async ({ client, assert }) => {
    const [a, b, c] = await assets(3)
    const id = await createCollection('Row', cast.owner, [a, b, c])
    const arrange = await client.get(`/collections/${id}?arrange=1`).loginAs(cast.editor)
    arrange.assertTextIncludes('to the beginning')
    const move = (asset: number, form: Record<string, unknown>, person = cast.editor) =>
      client
        .put(`/collections/${id}/assets/${asset}`)
        .headers(partial)
        .form(form)
        .loginAs(person)
        .withCsrfToken()
    assert.equal(await statusOf(move(c, { to: 'up' })), 204)
    assert.deepEqual(await order(id), [a, c, b])
    await move(a, { to: 'last' })
    assert.deepEqual(await order(id), [c, b, a])
    await move(c, { to: 'down' })
    assert.deepEqual(await order(id), [b, c, a])
    await move(a, { to: 'before', beforeId: c })
    assert.deepEqual(await order(id), [b, a, c])
    await move(c, { to: 'first' })
    assert.deepEqual(await order(id), [c, b, a])
    assert.equal(await statusOf(move(c, { to: 'aside' })), 422)
    assert.equal(await statusOf(move(c, { to: 'last' }, cast.viewer)), 403)
  })

  test('are not arranged by what a person does not see', async ({ client, assert }) => {
    const [a, b] = await assets(2)
    const hidden = await createAsset({ owner: cast.owner, file: { visibility: 'private' } })
    const id = await createCollection('Row', cast.owner, [a, hidden.id, b])
    const move = (asset: number, beforeId: number) =>
      client
        .put(`/collections/${id}/assets/${asset}`)
        .headers(partial)
        .form({ to: 'before', beforeId })
        .loginAs(cast.editor)
        .withCsrfToken()
    assert.equal(await statusOf(move(hidden.id, a)), 404)
    assert.equal(await statusOf(move(b, hidden.id)), 404)
    assert.deepEqual(await order(id), [a, hidden.id, b])
  })

  test('keep their order through many moves into the same gap', async ({ client, assert }) => {
    const [a, b, c] = await assets(3)
    const id = await createCollection('Narrow', cast.owner, [a, b, c])
    for (let turn = 0; turn < 30; turn++) {
      const [, second, third] = await order(id)
      await client
        .put(`/collections/${id}/assets/${third}`)
        .headers(partial)
        .form({ to: 'before', beforeId: second })
        .loginAs(cast.editor)
        .withCsrfToken()
      assert.deepEqual(await order(id), [a, third, second])
    }
  })

  test('take a cover, and lose an item without losing the picture', async ({ client, assert }) => {
    const [a, b] = await assets(2)
    const id = await createCollection('Covered', cast.owner, [a, b])
    const cover = (person: Cast[keyof Cast], assetId = b) =>
      client
        .put(`/collections/${id}/cover`)
        .headers(partial)
        .form({ assetId })
        .loginAs(person)
        .withCsrfToken()
        .redirects(0)
    assert.equal(await statusOf(cover(cast.editor)), 403)
    assert.equal(await statusOf(cover(cast.owner)), 302)
    assert.equal(await statusOf(cover(cast.owner, 9_999)), 404)
    const list = await client.get('/collections').loginAs(cast.viewer)
    assert.include(list.text(), `/library/${b}/thumbnails/640`)
    await client
      .delete(`/collections/${id}/assets/${b}`)
      .loginAs(cast.editor)
      .withCsrfToken()
      .redirects(0)
    assert.deepEqual(await order(id), [a])
    assert.lengthOf(await db.from('assets'), 2)
  })

  test('complete their names', async ({ client }) => {
    await createCollection('Foxes', cast.owner)
    const options = await client.get('/collections/completions').loginAs(cast.viewer)
    options.assertTextIncludes('value="Foxes"')
  })

  test('are neither offered nor picked by name where one may put nothing in', async ({
    client,
    assert,
  }) => {
    const [id] = await assets(1)
    const looked = await createCollection('Looked at', cast.owner, [], 'private')
    await db.table('collection_shares').insert({
      collection_id: looked,
      user_id: cast.editor.id,
      can_edit: false,
    })
    await db.from('users').where('id', cast.editor.id).update({ has_shares: true })
    const locked = await createCollection('Closed', cast.owner)
    await db.from('collections').where('id', locked).update({ locked_at: '2026-01-01' })
    const options = await client.get('/collections/completions').loginAs(cast.editor)
    assert.notMatch(options.text(), /Looked at|Closed/)

    const collect = (name: string) =>
      client
        .post(`/library/${id}/collections`)
        .form({ name })
        .headers(partial)
        .loginAs(cast.editor)
        .withCsrfToken()
    assert.equal(await statusOf(collect('Looked at')), 200)
    const own = await Collection.query().where('owner_id', cast.editor.id).firstOrFail()
    assert.deepEqual(await order(own.id), [id])
    assert.deepEqual(await order(looked), [])
  })
})
