import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import Order from '#studio/models/order'
import type Project from '#studio/models/project'
import type ProviderModel from '#studio/models/provider_model'
import { call, keyOf } from '#tests/helpers/api'
import { type Cast, createCast } from '#tests/helpers/cast'
import { emptyTables } from '#tests/helpers/database'
import { createAccount, createModel, createStudioProject } from '#tests/helpers/orders'
import { createTemplateOf } from '#tests/helpers/recipes'
import { createOrder } from '#tests/helpers/studio'

test.group('API of the studio', (group) => {
  let cast: Cast
  let key: string
  let project: Project
  let model: ProviderModel
  group.each.setup(async () => {
    await emptyTables()
    cast = await createCast()
    key = await keyOf(cast.editor, 'read', 'write', 'generate')
    project = await createStudioProject(cast.editor)
    model = await createModel(await createAccount())
  })

  const draft = (more: object = {}, by = key) =>
    call('POST', '/api/orders', {
      key: by,
      json: { project_id: project.id, model_id: model.id, prompt: 'a {red|blue} fox', ...more },
    })

  test('makes projects, changes them and puts them away', async ({ assert }) => {
    const made = await call('POST', '/api/projects', { key, json: { name: 'Owls' } })
    const path = `/api/projects/${made.body.id}`
    const read = await call('GET', path, { key })
    const headers = { 'If-Match': read.headers.get('etag')! }

    const changed = await call('PUT', path, { key, json: { archived: true }, headers })
    const late = await call('PUT', path, { key, json: { name: 'x' }, headers })
    const listed = await call('GET', '/api/projects', { key })
    const away = await call('GET', '/api/projects?archived=true', { key })

    assert.equal(made.status, 201)
    assert.include(changed.body, { name: 'Owls', archived: true })
    assert.equal(late.status, 412)
    assert.deepEqual(
      [listed, away].map(({ body }) => body.items.map(({ name }: any) => name)),
      [['Foxes'], ['Owls']]
    )
  })

  test('writes a draft, places it once, and cancels it', async ({ assert }) => {
    const { body: written } = await draft()
    const once = { key, json: {}, headers: { 'Idempotency-Key': 'pay once' } }

    const placed = await call('POST', `/api/orders/${written.id}/place`, once)
    const again = await call('POST', `/api/orders/${written.id}/place`, once)
    const shown = await call('GET', `/api/orders/${written.id}`, { key })
    const cancelled = await call('POST', `/api/orders/${written.id}/cancel`, { key })
    const ended = await call('POST', `/api/orders/${written.id}/cancel`, { key })

    assert.equal(written.state, 'draft')
    assert.equal(placed.status, 202)
    assert.equal(again.headers.get('idempotent-replayed'), 'true')
    assert.sameMembers(
      shown.body.items.map(({ prompt }: any) => prompt),
      ['a red fox', 'a blue fox']
    )
    assert.equal(cancelled.body.state, 'cancelled')
    assert.equal(ended.status, 409)
    assert.lengthOf(await Order.all(), 1)
  })

  test('says at the field why a draft cannot be placed, and leaves it a draft', async ({
    assert,
  }) => {
    const place = async (more: object, json = {}) => {
      const { body } = await draft(more)
      const answer = await call('POST', `/api/orders/${body.id}/place`, { key, json })
      return [answer.status, answer.body.errors?.[0].field ?? null]
    }

    assert.deepEqual(await place({ prompt: 'a {red fox' }), [422, 'prompt'])
    assert.deepEqual(await place({ model_id: undefined }), [422, 'model_id'])
    assert.deepEqual(await place({ parameters: { steps: 'many' } }), [422, 'parameters.steps'])
    assert.deepEqual(await place({ count: 30 }), [422, 'confirmed.count'])
    assert.deepEqual(await place({ count: 30 }, { confirmed: { count: true } }), [202, null])
    const states = await Order.query().where('state', 'draft')
    assert.lengthOf(states, 4)
  })

  test('keeps drafts to their author, and lets only who may order for the project', async ({
    assert,
  }) => {
    const { body } = await draft()
    const stranger = await keyOf(cast.stranger, 'read', 'generate')

    const hidden = await call('GET', `/api/orders/${body.id}`, { key: stranger })
    const placed = await call('POST', `/api/orders/${body.id}/place`, { key: stranger, json: {} })
    const theirs = await draft({}, stranger)
    const viewer = await keyOf(cast.viewer, 'read', 'generate')
    const refused = await draft({}, viewer)
    const gone = await call('DELETE', `/api/orders/${body.id}`, { key })

    assert.deepEqual([hidden.status, placed.status], [404, 404])
    assert.deepEqual([theirs.status, refused.status], [403, 403])
    assert.equal(gone.status, 204)
  })

  test('tries again what failed, and says where nothing has', async ({ assert }) => {
    const { body: order } = await draft()
    await call('POST', `/api/orders/${order.id}/place`, { key, json: {} })
    await db.from('order_items').where('order_id', order.id).update({ state: 'failed' })
    await db.from('orders').where('id', order.id).update({ state: 'failed', items_failed: 2 })

    const retried = await call('POST', `/api/orders/${order.id}/retry`, { key, json: {} })
    const nothing = await call('POST', `/api/orders/${order.id}/retry`, { key, json: {} })

    assert.equal(retried.body.state, 'queued')
    assert.equal(retried.body.items.failed, 0)
    assert.equal(nothing.status, 409)
  })

  test('lists products and says how far they are', async ({ assert }) => {
    const { items } = await createOrder(project, cast.editor, { items: [{}, {}] })
    const path = `/api/projects/${project.id}/products`
    const ids = [items[0].product!.assetId]

    const staged = await call('PUT', path, { key, json: { ids, stage: 'final' } })
    const final = await call('GET', `${path}?stage=final`, { key })
    const all = await call('GET', path, { key })
    const stranger = await keyOf(cast.stranger, 'read', 'write')
    const refused = await call('PUT', path, { key: stranger, json: { ids, stage: 'draft' } })

    assert.deepEqual(staged.body, { ids, stage: 'final' })
    assert.deepEqual(
      final.body.items.map(({ asset }: any) => asset.id),
      ids
    )
    assert.lengthOf(all.body.items, 2)
    assert.equal(refused.status, 403)
  })

  test('lists templates, and hides private ones', async ({ assert }) => {
    const seen = await createTemplateOf(cast.owner, { name: 'Portrait' })
    const hidden = await createTemplateOf(cast.owner, { name: 'Mine', visibility: 'private' })

    const listed = await call('GET', '/api/templates', { key })
    const shown = await call('GET', `/api/templates/${seen.id}?version=1`, { key })
    const none = await call('GET', `/api/templates/${hidden.id}`, { key })

    assert.lengthOf(listed.body.items, 1)
    assert.include(shown.body, { name: 'Portrait', version: 1 })
    assert.equal(none.status, 404)
  })

  test('lists models with what they take, and accounts without their keys', async ({ assert }) => {
    await createAccount('fal', { secret: 'fal-key-of-the-house', baseUrl: undefined })
    const listed = await call('GET', '/api/models?provider=sample', { key })
    const shown = await call('GET', `/api/models/${model.id}`, { key })
    const admin = await keyOf(cast.owner, 'admin')
    const accounts = await call('GET', '/api/providers', { key: admin })
    const refused = await call('GET', '/api/providers', {
      key: await keyOf(cast.editor, 'admin'),
    })

    assert.equal(listed.body.items[0].id, model.id)
    assert.include(
      shown.body.parameters.map(({ name }: any) => name),
      'steps'
    )
    assert.lengthOf(accounts.body.items, 2)
    assert.notInclude(accounts.text, 'fal-key-of-the-house')
    assert.notInclude(accounts.text, 'ciphertext')
    assert.equal(refused.status, 403)
  })

  test('expands a prompt without keeping anything, and says where it is wrong', async ({
    assert,
  }) => {
    const expand = (json: object) => call('POST', '/api/expand', { key, json })

    const { body } = await expand({ prompt: 'a {red|blue} fox', limit: 1 })
    const wrong = await expand({ prompt: 'a {red fox' })

    assert.equal(body.total, '2')
    assert.deepEqual(body.items[0].prompt, 'a red fox')
    assert.deepEqual([wrong.status, wrong.body.errors[0].field], [422, 'prompt'])
    assert.isEmpty(await Order.all())
  })
})
