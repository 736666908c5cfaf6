import { test } from '@japa/runner'
import Order from '#studio/models/order'
import { createProject } from '#studio/projects/projects'
import type Project from '#studio/models/project'
import { createCast, type Cast } from '#tests/helpers/cast'
import { emptyTables } from '#tests/helpers/database'
import { countQueries, statusOf } from '#tests/helpers/http'
import { createOrder } from '#tests/helpers/studio'

test.group('Orders', (group) => {
  let cast: Cast
  let project: Project
  group.each.setup(async () => {
    await emptyTables()
    cast = await createCast()
    project = await createProject({ name: 'Posters', visibility: 'everyone' }, cast.owner)
  })

  test('say what they are while there are none', async ({ client }) => {
    const list = await client.get('/orders').loginAs(cast.viewer)
    list.assertTextIncludes('Nothing ordered yet')
  })

  test('are listed by state and by project', async ({ client, assert }) => {
    const other = await createProject({ name: 'Cards', visibility: 'everyone' }, cast.owner)
    await createOrder(project, cast.owner, { prompt: 'a fox' })
    await createOrder(other, cast.owner, { prompt: 'a wolf', state: 'failed' })
    const failed = await client.get('/orders?state=failed').loginAs(cast.viewer)
    assert.include(failed.text(), 'a wolf')
    assert.notInclude(failed.text(), 'a fox')
    const posters = await client.get(`/orders?project=${project.id}`).loginAs(cast.viewer)
    assert.include(posters.text(), 'a fox')
    assert.notInclude(posters.text(), 'a wolf')
  })

  test('are listed page by page, and ask the database no more for more of them', async ({
    client,
    assert,
  }) => {
    await createOrder(project, cast.owner)
    const visit = () => client.get('/orders').loginAs(cast.viewer)
    const few = await countQueries(visit)
    for (let number = 0; number < 31; number++) await createOrder(project, cast.owner)
    assert.equal(await countQueries(visit), few)
    const first = await visit()
    const before = /href="(\/orders\?[^"]*before=\d+)"/.exec(first.text())![1]
    const second = await client.get(before).loginAs(cast.viewer)
    assert.deepEqual(
      [...second.text().matchAll(/id="order-(\d+)"/g)].map((found) => found[1]),
      ['2', '1']
    )
  })

  test('that are drafts are seen by nobody but their author', async ({ client, assert }) => {
    const { order } = await createOrder(project, cast.editor, {
      state: 'draft',
      prompt: 'a secret',
    })
    const list = await client.get('/orders').loginAs(cast.owner)
    assert.notInclude(list.text(), 'a secret')
    const page = (person: Cast[keyof Cast]) =>
      client.get(`/orders/${order.id}`).loginAs(person).redirects(0)
    assert.equal(await statusOf(page(cast.owner)), 404)
    const own = await client.get('/orders').loginAs(cast.editor)
    assert.include(own.text(), 'a secret')
  })

  test('of a private project are not there for others', async ({ client, assert }) => {
    const hidden = await createProject({ name: 'Secret', visibility: 'private' }, cast.owner)
    const { order } = await createOrder(hidden, cast.owner)
    const page = client.get(`/orders/${order.id}`).loginAs(cast.editor)
    assert.equal(await statusOf(page), 404)
  })

  test('show each item with its state, picture, place in the queue and log', async ({
    client,
    assert,
  }) => {
    const { order, items } = await createOrder(project, cast.owner, {
      state: 'running',
      items: [
        { choices: { colour: 'red', 1: 'snow' } },
        { state: 'running', attempt: { stage: 'remote_queued', queuePosition: 7 } },
        { state: 'running', attempt: { stage: 'running', progress: 0.4, logTail: '40 % done' } },
      ],
    })
    const page = await client.get(`/orders/${order.id}`).loginAs(cast.viewer)
    assert.include(page.text(), `href="/library/${items[0].product!.assetId}"`)
    for (const text of ['snow · colour: red', 'place 7', 'value="0.4"', '40 % done', '1 of 3'])
      assert.include(page.text(), text)
  })

  test('that were cancelled say how many were made, and their bar shows it', async ({
    client,
    assert,
  }) => {
    const states = ['succeeded', 'cancelled', 'cancelled'] as const
    const { order } = await createOrder(project, cast.owner, {
      state: 'partial',
      items: states.map((state) => ({ state })),
    })
    const page = await client.get(`/orders/${order.id}`).loginAs(cast.viewer)
    assert.include(page.text(), '1 of 3 made · 2 cancelled')
    assert.match(page.text(), /<progress[^>]* value="1" max="3"/)
  })

  test('offer again what may help, the lost apart, and not what would be refused again', async ({
    client,
    assert,
  }) => {
    const codes = ['timeout', 'content_policy', 'validation', 'lost', 'lost'] as const
    const { order } = await createOrder(project, cast.owner, {
      state: 'partial',
      items: codes.map((code) => ({ state: 'failed', error: { code, retry: 'never' } })),
    })
    const page = await client.get(`/orders/${order.id}`).loginAs(cast.owner)
    for (const text of [
      'Try the 1 failed again',
      'Try the 2 lost again…',
      '2 of the failed would be refused again',
    ])
      assert.include(page.text(), text)
  })

  test('are not ordered again by who may not order for their project', async ({
    client,
    assert,
  }) => {
    const { order } = await createOrder(project, cast.owner, { items: [{}] })
    const page = await client.get(`/orders/${order.id}`).loginAs(cast.editor)
    assert.notInclude(page.text(), 'Order again')
    const answer = await client
      .post(`/orders/${order.id}/copies`)
      .accept('html')
      .loginAs(cast.editor)
      .withCsrfToken()
    answer.assertStatus(403)
    answer.assertTextIncludes(`ask ${cast.owner.fullName}`)
    assert.lengthOf(await Order.query().where('user_id', cast.editor.id), 0)
  })

  test('say in plain words why an item failed, or what it waits for', async ({
    client,
    assert,
  }) => {
    const failed = { code: 'content_policy', retry: 'never', providerMessage: 'E5' } as const
    const { order } = await createOrder(project, cast.owner, {
      state: 'running',
      items: [
        { state: 'failed', error: failed },
        { state: 'queued', attempt: { error: { code: 'network', retry: 'later' } } },
      ],
    })
    const page = await client.get(`/orders/${order.id}`).loginAs(cast.viewer)
    for (const text of ['refused this prompt or picture. Change it', 'E5', 'cannot be reached'])
      assert.include(page.text(), text)
  })

  test('show five hundred items page by page, with as many queries', async ({ client, assert }) => {
    const visit = (id: number, qs = '') => client.get(`/orders/${id}${qs}`).loginAs(cast.viewer)
    const { order: small } = await createOrder(project, cast.owner, { items: [{}] })
    const few = await countQueries(() => visit(small.id))
    const { order } = await createOrder(project, cast.owner, {
      items: Array.from({ length: 120 }, () => ({ state: 'queued' as const })),
    })
    assert.equal(await countQueries(() => visit(order.id)), few)
    const second = await visit(order.id, '?after=49')
    assert.include(second.text(), 'a fox, number 50<')
    assert.notInclude(second.text(), 'a fox, number 49<')
    assert.notInclude(second.text(), 'a fox, number 100<')
  }).timeout(30_000)
})
