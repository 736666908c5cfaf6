import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { budgetsOf } from '#studio/budgets'
import { createProject } from '#studio/projects/projects'
import type Project from '#studio/models/project'
import { createCast, type Cast } from '#tests/helpers/cast'
import { emptyTables } from '#tests/helpers/database'
import { partial, statusOf } from '#tests/helpers/http'
import { createOrder } from '#tests/helpers/studio'

test.group('Spending', (group) => {
  let cast: Cast
  let project: Project
  group.each.setup(async () => {
    await emptyTables()
    cast = await createCast()
    project = await createProject({ name: '=Posters', visibility: 'everyone' }, cast.owner)
  })

  /** An order of one item that reserved and was charged so much, in millionths. */
  async function spend(amount: number, { of = project, month = '2026-03', settled = true } = {}) {
    const { order, items } = await createOrder(of, cast.owner, { items: [{}] })
    const entry = {
      ...{ user_id: cast.owner.id, project_id: of.id, order_id: order.id, provider: 'fal' },
      ...{ order_item_id: items[0].item.id, currency: 'USD', created_at: `${month}-10 12:00:00` },
    }
    const entries = settled
      ? [
          { ...entry, kind: 'reserve', amount: 90_000 },
          { ...entry, kind: 'release', amount: -90_000 },
          { ...entry, kind: 'settle', amount },
        ]
      : [{ ...entry, kind: 'reserve', amount }]
    await db.table('ledger_entries').multiInsert(entries)
    return order
  }

  test('is summed up by month, with what is promised apart', async ({ client, assert }) => {
    await spend(40_000)
    await spend(20_000, { month: '2026-04' })
    await spend(10_000, { month: '2026-04', settled: false })
    const page = await client.get('/spending').loginAs(cast.viewer)
    const cells = [...page.text().matchAll(/<td[^>]*>([^<]*)<\/td>/g)].map(([, text]) => text)
    assert.deepEqual(cells, [
      ...['2026-04', '$0.02', '$0.01', '1', '$0.02'],
      ...['2026-03', '$0.04', '', '1', '$0.04'],
    ])
  })

  test('of private projects is seen by nobody else', async ({ client, assert }) => {
    const hidden = await createProject({ name: 'Secret', visibility: 'private' }, cast.owner)
    await spend(40_000, { of: hidden })
    const others = await client.get('/spending?by=project').loginAs(cast.viewer)
    assert.include(others.text(), 'Nothing spent')
    const own = await client.get('/spending?by=project').loginAs(cast.owner)
    assert.include(own.text(), 'Secret')
  })

  test('goes to a spreadsheet, where no name becomes a formula', async ({ client, assert }) => {
    await spend(1_234_567)
    const file = await client.get('/spending/file?by=project').loginAs(cast.viewer)
    file.assertHeader('content-type', 'text/csv; charset=utf-8')
    assert.equal(
      file.text(),
      "project,currency,spent,promised,items\r\n'=Posters,USD,1.234567,0,1\r\n"
    )
  })

  test('stands on the page of the project and of the order', async ({ client }) => {
    const order = await spend(40_000)
    const page = await client.get(`/projects/${project.id}`).loginAs(cast.viewer)
    page.assertTextIncludes('$0.04')
    const shown = await client.get(`/orders/${order.id}`).loginAs(cast.viewer)
    shown.assertTextIncludes('$0.04')
    const list = await client.get('/projects').loginAs(cast.viewer)
    list.assertTextIncludes('$0.04')
  })

  test('is limited by budgets that their owners set', async ({ client, assert }) => {
    const set = (person: Cast[keyof Cast], hard: string) =>
      client
        .put(`/projects/${project.id}/budget`)
        .form({ currency: 'USD', period: 'month', soft: '', hard })
        .loginAs(person)
        .withCsrfToken()
        .headers(partial)
        .redirects(0)
    assert.equal(await statusOf(set(cast.editor, '5')), 403)
    assert.equal(await statusOf(set(cast.owner, 'a lot')), 422)
    assert.equal(await statusOf(set(cast.owner, '2.50')), 302)
    const [budget] = await budgetsOf({ projectId: project.id })
    assert.equal(budget.hard, 2_500_000)
    const page = await client.get(`/projects/${project.id}`).loginAs(cast.viewer)
    page.assertTextIncludes('refuses beyond $2.50')
  })

  test('is limited by budgets whose mistakes are said in words at their field', async ({
    client,
    assert,
  }) => {
    const set = (amounts: object) =>
      client
        .put(`/projects/${project.id}/budget`)
        .form({ currency: 'USD', period: 'month', ...amounts })
        .header('referer', `/projects/${project.id}/edit`)
        .loginAs(cast.owner)
        .withCsrfToken()
    const unreadable = await set({ soft: 'a lot', hard: '' })
    unreadable.assertTextIncludes('Write an amount such as 25 or 7.50')
    const upsideDown = await set({ soft: '10', hard: '5' })
    upsideDown.assertTextIncludes('Ask at or below the amount beyond which it is refused.')
    assert.isEmpty(await budgetsOf({ projectId: project.id }))
    await set({ soft: '5', hard: '10' })
    assert.lengthOf(await budgetsOf({ projectId: project.id }), 1)
  })

  test('of people is limited by administrators', async ({ client, assert }) => {
    const form = { userId: cast.editor.id, currency: 'USD', period: 'total', hard: '3' }
    const set = (person: Cast[keyof Cast]) =>
      client
        .put('/spending/budgets')
        .form(form)
        .loginAs(person)
        .withCsrfToken()
        .headers(partial)
        .redirects(0)
    assert.equal(await statusOf(set(cast.editor)), 403)
    assert.equal(await statusOf(set(cast.owner)), 302)
    const [budget] = await budgetsOf({ userId: cast.editor.id })
    assert.equal(budget.hard, 3_000_000)
    const page = await client.get('/spending').loginAs(cast.owner)
    page.assertTextIncludes('refuses beyond $3.00')
  })
})

test.group('The page of a picture that was ordered', (group) => {
  let cast: Cast
  group.each.setup(async () => {
    await emptyTables()
    cast = await createCast()
  })

  test('names its order to who may see it, and offers it again', async ({ client, assert }) => {
    const project = await createProject({ name: 'Posters', visibility: 'everyone' }, cast.owner)
    const { order, items } = await createOrder(project, cast.owner, { items: [{}] })
    const visit = (person: Cast[keyof Cast]) =>
      client.get(`/library/${items[0].product!.assetId}`).loginAs(person)
    const looked = await visit(cast.viewer)
    assert.include(looked.text(), `href="/orders/${order.id}"`)
    assert.notInclude(looked.text(), 'from_asset=')
    const edited = await visit(cast.editor)
    assert.include(edited.text(), `from_asset=${items[0].product!.assetId}`)
    await project.merge({ visibility: 'private' }).save()
    const later = await visit(cast.editor)
    assert.notInclude(later.text(), `href="/orders/${order.id}"`)
  })
})
