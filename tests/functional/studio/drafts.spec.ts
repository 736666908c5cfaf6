import { randomUUID } from 'node:crypto'
import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import db from '@adonisjs/lucid/services/db'
import { setBudget } from '#studio/budgets'
import Order from '#studio/models/order'
import type Project from '#studio/models/project'
import ProviderModel from '#studio/models/provider_model'
import { throwAway } from '#studio/ordering/drafting'
import { placeOrder } from '#studio/ordering/placing'
import { createCast, type Cast } from '#tests/helpers/cast'
import { emptyTables } from '#tests/helpers/database'
import { partial, statusOf } from '#tests/helpers/http'
import { createAccount, createModel, createStudioProject } from '#tests/helpers/orders'
import { createTemplateOf } from '#tests/helpers/recipes'
import { versionOf } from '#studio/templates/templates'
import { createAsset } from '#tests/helpers/library'

test.group('The form of an order', (group) => {
  let cast: Cast
  let project: Project
  let model: ProviderModel
  group.each.setup(async () => {
    await emptyTables()
    cast = await createCast()
    project = await createStudioProject(cast.editor)
    model = await createModel(await createAccount())
  })

  const typed = (more: object = {}) => ({
    project: project.id,
    model: model.id,
    prompt: 'a {red|blue} fox',
    count: 1,
    mode: 'combinatorial',
    ...more,
  })

  const send = (client: ApiClient, path: string, form: object, person = cast.editor) =>
    client.post(path).form(form).loginAs(person).withCsrfToken().redirects(0)

  test('asks for a project first', async ({ client }) => {
    const page = await client.get('/orders/create').loginAs(cast.stranger)
    page.assertTextIncludes('Make a project first')
  })

  test('names whom to ask where a person may not order', async ({ client, assert }) => {
    const visit = () => client.get(`/orders/create?project=${project.id}`).loginAs(cast.stranger)
    const asked = `You may not order for “Foxes”: ask ${cast.editor.fullName}`
    const alone = await visit()
    alone.assertTextIncludes(asked)
    assert.notInclude(alone.text(), 'Make a project first')
    await createStudioProject(cast.stranger, 'Own')
    const withOwn = await visit()
    withOwn.assertTextIncludes(asked)
    withOwn.assertTextIncludes('name="project"')
  })

  test('shows the parameters of the chosen model', async ({ client, assert }) => {
    const page = await client.get(`/orders/create?model=${model.id}`).loginAs(cast.editor)
    page.assertStatus(200)
    assert.include(page.text(), 'name="parameters[steps]"')
    assert.notInclude(page.text(), 'name="parameters[prompt]"')
  })

  test('gets the parameters of a model nobody opened before when it is chosen', async ({
    client,
    assert,
  }) => {
    await model.merge({ parameters: null, schema: null, schemaHash: null }).save()
    await send(client, '/orders/drafts', typed({ choose: model.id }))

    await model.refresh()
    assert.isNotEmpty(model.parameters)
  })

  test('begins with the size of the project, whichever model is chosen', async ({
    client,
    assert,
  }) => {
    await project.merge({ defaults: { width: 512, height: 640 } }).save()
    await send(client, '/orders/drafts', { project: project.id, prompt: 'a fox', choose: model.id })

    const { parameters } = await Order.firstOrFail()
    assert.include(parameters, { width: 512, height: 640 })
  })

  test('marks the models of an account that does not answer', async ({ client, assert }) => {
    const visit = () => client.get('/orders/models').loginAs(cast.editor)
    const before = await visit()
    assert.notInclude(before.text(), 'Offline')
    await db.table('provider_limits').insert({
      credential_id: model.credentialId,
      tokens: 1,
      refilled_at: 0,
      failures: 5,
      last_error: 'no route',
    })
    const after = await visit()
    assert.include(after.text(), 'Offline')
  })

  test('is not ordered while nobody knows what the model takes', async ({ client, assert }) => {
    await model.merge({ ref: 'sample/none', parameters: null, schema: null }).save()
    await send(client, '/orders/placements', typed())

    const order = await Order.firstOrFail()
    assert.equal(order.state, 'draft')
    const page = await client.get(`/orders/${order.id}/edit`).loginAs(cast.editor)
    page.assertTextIncludes('are not known yet')
  })

  test('takes fields that were left empty, as a browser sends them', async ({ client }) => {
    const empty = { 'parameters[steps]': '', 'vary[steps]': '', 'variables[animal]': '' }
    const answer = await send(client, '/orders/drafts', typed(empty)).headers(partial)

    answer.assertStatus(200)
    answer.assertTextIncludes('<strong>2</strong>')
  })

  test('keeps what is typed as one draft, and says what it makes', async ({ client, assert }) => {
    const first = await send(client, '/orders/drafts', typed()).headers(partial)
    first.assertTextIncludes('<strong>2</strong>')
    const order = await Order.firstOrFail()
    assert.equal(first.header('hx-replace-url'), `/orders/${order.id}/edit`)
    const again = typed({ order: order.id, prompt: 'a {red|blue|grey} fox' })
    const second = await send(client, '/orders/drafts', again).headers(partial)
    second.assertTextIncludes('<strong>3</strong>')
    const kept = await Order.query()
    assert.deepEqual(
      kept.map(({ prompt, state }) => [prompt, state]),
      [['a {red|blue|grey} fox', 'draft']]
    )
  })

  test('says at which column a template cannot be read, and keeps it all the same', async ({
    client,
    assert,
  }) => {
    const answer = await send(client, '/orders/drafts', typed({ prompt: 'a {red fox' })).headers(
      partial
    )
    answer.assertTextIncludes('column 3')
    const order = await Order.firstOrFail()
    assert.equal(order.prompt, 'a {red fox')
  })

  test('says in the preview what the model refuses, makes nothing of it and names no price', async ({
    client,
    assert,
  }) => {
    const wrong = [
      [{ parameters: { steps: '999' } }, 'parameters[steps]'],
      [{ vary: { steps: '{20|999}' } }, 'vary[steps]'],
      [{ prompt: '' }, 'prompt'],
    ] as const
    for (const [more, field] of wrong) {
      const answer = await send(client, '/orders/drafts', typed(more)).headers(partial)
      assert.include(answer.text(), `data-problem="${field}"`)
      assert.include(answer.text(), '<strong>0</strong> results')
      assert.notInclude(answer.text(), 'order-price')
    }
    const order = await Order.query().orderBy('id').offset(1).limit(1).firstOrFail()
    const page = await client.get(`/orders/${order.id}/edit?priced=1`).loginAs(cast.editor)
    page.assertTextIncludes('parameter-steps-vary-error')
    assert.notInclude(page.text(), 'names no price')
  })

  test('without JavaScript leads back to the draft, with its price', async ({ client, assert }) => {
    const answer = await send(client, '/orders/drafts', typed())
    const order = await Order.firstOrFail()
    assert.equal(answer.header('location'), `/orders/${order.id}/edit?priced=1`)
    const page = await client.get(answer.header('location')!).loginAs(cast.editor)
    page.assertTextIncludes('a blue fox')
    page.assertTextIncludes('$0.00')
  })

  test('orders what is typed', async ({ client, assert }) => {
    const answer = await send(client, '/orders/placements', typed())
    const order = await Order.firstOrFail()
    assert.equal(answer.header('location'), `/orders/${order.id}`)
    assert.equal(order.state, 'queued')
    assert.equal(order.itemsTotal, 2)
  })

  test('says beside the field what is wrong, and orders nothing', async ({ client, assert }) => {
    const wrong = [
      [{ parameters: { steps: 'many' } }, 'parameter-steps-error'],
      [{ vary: { steps: '{20..' } }, 'parameter-steps-vary-error'],
      [{ prompt: 'a {red fox' }, 'field-prompt-error'],
      [{ model: '' }, 'Choose a model.'],
    ] as const
    for (const [more, place] of wrong) {
      const page = await client
        .post('/orders/placements')
        .form(typed(more))
        .loginAs(cast.editor)
        .withCsrfToken()
      assert.include(page.text(), place)
    }
    assert.isEmpty(await Order.query().whereNot('state', 'draft'))
  })

  test('orders once what a double click sends twice', async ({ client, assert }) => {
    const form = typed({ formKey: randomUUID() })
    const clicks = [1, 2].map(() => send(client, '/orders/placements', form))
    const answers = await Promise.all(clicks)
    const [order, ...more] = await Order.query()
    assert.isEmpty(more)
    assert.equal(order.itemsTotal, 2)
    for (const answer of answers) assert.equal(answer.header('location'), `/orders/${order.id}`)
  })

  test('that was ordered already leads to its order', async ({ client, assert }) => {
    await send(client, '/orders/placements', typed())
    const order = await Order.firstOrFail()
    const other = typed({ order: order.id, prompt: 'a wolf' })
    const again = await send(client, '/orders/placements', other)
    assert.equal(again.header('location'), `/orders/${order.id}`)
    const edit = await client.get(`/orders/${order.id}/edit`).loginAs(cast.editor).redirects(0)
    assert.equal(edit.header('location'), `/orders/${order.id}`)
    const kept = await Order.query()
    assert.deepEqual(
      kept.map(({ prompt }) => prompt),
      ['a {red|blue} fox']
    )
  })

  test('has its key in the page, by which a second window writes into the same draft', async ({
    client,
    assert,
  }) => {
    const page = await client.get('/orders/create').loginAs(cast.editor)
    const [, formKey] = /name="formKey" value="([^"]+)"/.exec(page.text()) ?? []
    await send(client, '/orders/drafts', typed({ formKey })).headers(partial)
    await send(client, '/orders/drafts', typed({ formKey, prompt: 'a wolf' })).headers(partial)
    const kept = await Order.query()
    assert.deepEqual(
      kept.map(({ prompt }) => prompt),
      ['a wolf']
    )
  })

  test('without a seed is drawn anew for each order, and made as its preview says', async ({
    client,
    assert,
  }) => {
    const drawn = typed({ prompt: 'fox {1..1000}', mode: 'random', count: 3 })
    const seeds = []
    for (let time = 0; time < 2; time++) {
      const form = { ...drawn, formKey: randomUUID() }
      const preview = await send(client, '/orders/drafts', form).headers(partial)
      await send(client, '/orders/placements', form)
      const order = await Order.query().orderBy('id', 'desc').preload('items').firstOrFail()
      for (const { prompt } of order.items) assert.include(preview.text(), prompt)
      seeds.push(...order.items.map(({ seed }) => seed))
    }
    assert.lengthOf(new Set(seeds), 6)
  })

  test('takes empty fields for what they are', async ({ client, assert }) => {
    const empty = {
      'parameters[steps]': '',
      'parameters[delay]': '',
      'vary[steps]': '',
      'further': '',
      'negativePrompt': '',
      'seed': '',
      'model': String(model.id),
      'project': String(project.id),
      'prompt': 'a fox',
    }
    const answer = await send(client, '/orders/placements', empty)
    const order = await Order.firstOrFail()
    assert.equal(answer.header('location'), `/orders/${order.id}`)
  })

  test('asks before it orders more than twenty', async ({ client, assert }) => {
    const many = typed({ count: 21, prompt: 'a fox' })
    const page = await client
      .post('/orders/placements')
      .form(many)
      .loginAs(cast.editor)
      .withCsrfToken()
    page.assertTextIncludes('21 pictures')
    const order = await Order.firstOrFail()
    assert.equal(order.state, 'draft')
    const confirmed = { ...many, 'order': order.id, 'confirmed[count]': '1' }
    assert.equal(await statusOf(send(client, '/orders/placements', confirmed)), 302)
    await order.refresh()
    assert.equal(order.itemsTotal, 21)
  })

  test('many and beyond the budget are two questions, and one tick answers one', async ({
    client,
    assert,
  }) => {
    const credential = await createAccount('replicate', { secret: 'r8_key' })
    const unpriced = await ProviderModel.create({
      ...{ credentialId: credential.id, ref: 'somebody/model', name: 'A model' },
      ...{ modality: 'text_to_image', parameters: [] },
    })
    const hard = { currency: 'USD', period: 'total', soft: null, hard: 1 } as const
    await setBudget({ projectId: project.id }, hard)
    const many = { ...typed({ count: 21, prompt: 'a fox' }), model: String(unpriced.id) }
    const asked = (more: object) =>
      client
        .post('/orders/placements')
        .form({ ...many, ...more })
        .loginAs(cast.editor)
        .withCsrfToken()
    const first = await asked({})
    first.assertTextIncludes('21 pictures, more than 20')
    const { id: order } = await Order.firstOrFail()
    const second = await asked({ order, 'confirmed[count]': '1' })
    second.assertTextIncludes('cannot stop it halfway')
    const third = await asked({ order, 'confirmed[budget]': '1' })
    third.assertTextIncludes('21 pictures, more than 20')
    const placed = async () => Order.query().whereNot('state', 'draft')
    assert.isEmpty(await placed())
    await asked({ order, 'confirmed[count]': '1', 'confirmed[budget]': '1' })
    assert.lengthOf(await placed(), 1)
  })

  test('says what is left of a budget', async ({ client }) => {
    const budget = { currency: 'USD', period: 'total' as const, soft: null, hard: 5_000_000 }
    await setBudget({ projectId: project.id }, budget)
    const answer = await send(client, '/orders/drafts', typed())
    const page = await client.get(answer.header('location')!).loginAs(cast.editor)
    page.assertTextIncludes('$5.00 left')
  })

  test('is for nobody but who may order there', async ({ client, assert }) => {
    for (const path of ['/orders/drafts', '/orders/placements']) {
      assert.equal(await statusOf(send(client, path, typed(), cast.stranger).headers(partial)), 403)
    }
    await send(client, '/orders/drafts', typed())
    const order = await Order.firstOrFail()
    const edit = client.get(`/orders/${order.id}/edit`).loginAs(cast.owner)
    assert.equal(await statusOf(edit), 404)
    const stolen = typed({ order: order.id })
    assert.equal(
      await statusOf(send(client, '/orders/drafts', stolen, cast.owner).headers(partial)),
      404
    )
  })

  test('begins with another order, a picture, or something like it', async ({ client, assert }) => {
    await send(client, '/orders/placements', typed({ seed: '77', seedPolicy: 'fixed' }))
    const order = await Order.firstOrFail()
    const vary = await client
      .get(`/orders/create?from_order=${order.id}&vary=1`)
      .loginAs(cast.editor)
    assert.include(vary.text(), 'a {red|blue} fox')
    assert.notInclude(vary.text(), 'value="77"')
    const asset = await createAsset({ owner: cast.owner, prompt: 'a wolf {in braces}', seed: '5' })
    const again = await client
      .get(`/orders/create?from_asset=${asset.id}&model=${model.id}`)
      .loginAs(cast.editor)
    assert.include(again.text(), 'a wolf \\{in braces')
    assert.include(again.text(), 'value="5"')
  })

  test('is filled with a copy of an order by whoever may order', async ({ client, assert }) => {
    await send(client, '/orders/placements', typed())
    const order = await Order.firstOrFail()
    assert.equal(
      await statusOf(send(client, `/orders/${order.id}/copies`, {}, cast.viewer).headers(partial)),
      403
    )
    await send(client, `/orders/${order.id}/copies`, {})
    const copy = await Order.query().orderBy('id', 'desc').firstOrFail()
    assert.deepEqual(
      [copy.state, copy.prompt, copy.clonedFromId],
      ['draft', order.prompt, order.id]
    )
  })

  test('is thrown away with its draft', async ({ client, assert }) => {
    await send(client, '/orders/drafts', typed())
    const order = await Order.firstOrFail()
    const answer = client.delete(`/orders/${order.id}`).loginAs(cast.editor).withCsrfToken()
    assert.equal(await statusOf(answer.redirects(0)), 302)
    assert.isEmpty(await Order.query())
  })

  test('is not thrown away when it was ordered meanwhile', async ({ client, assert }) => {
    await send(client, '/orders/drafts', typed())
    const seen = await Order.firstOrFail()
    await placeOrder(await Order.firstOrFail())
    await assert.rejects(() => throwAway(seen), /placed and stays/)
    assert.lengthOf(await Order.query(), 1)
    const late = client.delete(`/orders/${seen.id}`).loginAs(cast.editor).withCsrfToken()
    assert.equal(await statusOf(late.headers(partial)), 403)
  })

  test('shows nothing of a template of somebody else', async ({ client, assert }) => {
    const inputs = [{ name: 'secret', label: 'Secret animal', default: 'mole' }]
    const hidden = await createTemplateOf(cast.owner, { visibility: 'private', inputs })
    const version = await versionOf(hidden)
    for (const templateVersion of [version.id, 987_654]) {
      const answer = await send(client, '/orders/drafts', typed({ templateVersion }))
      const page = await client.get(answer.header('location')!).loginAs(cast.editor)
      page.assertStatus(200)
      assert.notInclude(page.text(), 'Secret animal')
    }
    const kept = await Order.query()
    assert.deepEqual(
      kept.map(({ templateVersionId }) => templateVersionId),
      [null, null]
    )
  })

  test('begins empty where the template of the project is hidden', async ({ client, assert }) => {
    const hidden = await createTemplateOf(cast.owner, { visibility: 'private', prompt: 'a mole' })
    await project.merge({ defaults: { templateId: hidden.id } }).save()
    const page = await client.get('/orders/create').loginAs(cast.editor)
    page.assertStatus(200)
    assert.notInclude(page.text(), 'a mole')
    const asked = client.get(`/orders/create?template=${hidden.id}`).loginAs(cast.editor)
    assert.equal(await statusOf(asked), 404)
  })

  test('lists models by what is looked for', async ({ client, assert }) => {
    const found = await client.get('/orders/models?find=shap').loginAs(cast.editor)
    assert.include(found.text(), model.name)
    const none = await client.get('/orders/models?find=zebra').loginAs(cast.editor)
    none.assertTextIncludes('No such model')
  })

  test('stops an order, and tries again what failed', async ({ client, assert }) => {
    await send(client, '/orders/placements', typed())
    const order = await Order.firstOrFail()
    const act = (name: string, person = cast.editor) =>
      send(client, `/orders/${order.id}/${name}`, {}, person).headers(partial)
    assert.equal(await statusOf(act('cancellation', cast.stranger)), 403)
    assert.equal(await statusOf(act('cancellation')), 302)
    await order.refresh()
    assert.equal(order.state, 'cancelled')
    assert.equal(await statusOf(act('retry')), 302)
  })
})
