import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { createProject } from '#studio/projects/projects'
import Product from '#studio/models/product'
import type Project from '#studio/models/project'
import { createCast, type Cast } from '#tests/helpers/cast'
import { emptyTables } from '#tests/helpers/database'
import { countQueries, partial, statusOf } from '#tests/helpers/http'
import { createOrder } from '#tests/helpers/studio'

test.group('Products', (group) => {
  let cast: Cast
  let project: Project
  group.each.setup(async () => {
    await emptyTables()
    cast = await createCast()
    project = await createProject({ name: 'Posters', visibility: 'everyone' }, cast.owner)
  })

  const made = async (items: Parameters<typeof createOrder>[2] = { items: [{}, {}] }) => {
    const order = await createOrder(project, cast.owner, items)
    return order.items.map(({ product }) => product!.assetId)
  }

  test('are shown on the page of their project, and by their stage', async ({ client, assert }) => {
    const [first, second] = await made({ items: [{}, { stage: 'final' }] })
    const page = await client.get(`/projects/${project.id}`).loginAs(cast.viewer)
    assert.include(page.text(), `data-id="${first}"`)
    const finals = await client
      .get(`/projects/${project.id}/products?stage=final`)
      .loginAs(cast.viewer)
    assert.include(finals.text(), `data-id="${second}"`)
    assert.notInclude(finals.text(), `data-id="${first}"`)
  })

  test('ask the database no more for more of them', async ({ client, assert }) => {
    await made()
    const visit = () => client.get(`/projects/${project.id}`).loginAs(cast.viewer)
    const few = await countQueries(visit)
    await made({ items: Array.from({ length: 12 }, () => ({})) })
    assert.equal(await countQueries(visit), few)
  })

  test('that are the same bytes are one picture', async ({ client, assert }) => {
    const [first, second] = await made()
    await Product.query().where('asset_id', second).update({ assetId: first })
    const page = await client.get(`/projects/${project.id}/products`).loginAs(cast.viewer)
    assert.lengthOf([...page.text().matchAll(/data-id="/g)], 1)
  })

  test('leave out what is private to others', async ({ client, assert }) => {
    const [hidden] = await made()
    await db.from('assets').where('id', hidden).update({ visibility: 'private' })
    for (const path of ['', '/products']) {
      const page = await client.get(`/projects/${project.id}${path}`).loginAs(cast.viewer)
      assert.notInclude(page.text(), `data-id="${hidden}"`)
    }
  })

  test('are taken to the shortlist together', async ({ client, assert }) => {
    const ids = await made()
    const stage = (person: Cast[keyof Cast], form: object = { ids: ids, stage: 'shortlist' }) =>
      client
        .put(`/projects/${project.id}/products`)
        .form(form)
        .loginAs(person)
        .withCsrfToken()
        .headers(partial)
    assert.equal(await statusOf(stage(cast.editor)), 403)
    const answer = await stage(cast.owner)
    answer.assertTextIncludes(`id="stage_${ids[0]}"`)
    const stages = await Product.query().orderBy('id')
    assert.deepEqual(
      stages.map((product) => product.stage),
      ['shortlist', 'shortlist']
    )
    assert.equal(await statusOf(stage(cast.owner, { ids, stage: 'perfect' })), 422)
  })

  test('are compared by what they were made with', async ({ client, assert }) => {
    const ids = await made({
      items: [{ parameters: { steps: 20, cfg: 7 } }, { parameters: { steps: 30, cfg: 7 } }],
    })
    const compare = (chosen: number[]) =>
      client.get(`/projects/${project.id}/comparison`).qs({ ids: chosen }).loginAs(cast.viewer)
    const page = await compare(ids)
    page.assertStatus(200)
    const rows = [...page.text().matchAll(/<tr class="(differs|same)">\s*<th scope="row">(\w+)/g)]
    const differing = rows.filter(([, how]) => how === 'differs').map(([, , label]) => label)
    assert.includeMembers(differing, ['steps', 'Seed', 'Prompt'])
    assert.notInclude(differing, 'cfg')
    assert.equal(await statusOf(compare([ids[0]])), 422)
    assert.equal(await statusOf(compare([ids[0], 999])), 404)
  })

  test('are compared with one row for the seed', async ({ client, assert }) => {
    const parameters = { seed: 4321 }
    const ids = await made({ items: [{ parameters }, { parameters }] })
    const page = await client
      .get(`/projects/${project.id}/comparison`)
      .qs({ ids })
      .loginAs(cast.viewer)
    assert.lengthOf([...page.text().matchAll(/<th scope="row">seed</gi)], 1)
  })

  test('are not compared when none, one or five are ticked, and the page says so', async ({
    client,
  }) => {
    const ids = await made({ items: [{}, {}, {}, {}, {}] })
    for (const chosen of [[], ids.slice(0, 1), ids]) {
      const page = await client
        .get(`/projects/${project.id}/comparison`)
        .qs({ ids: chosen })
        .accept('html')
        .loginAs(cast.viewer)
      page.assertTextIncludes('Tick two to four pictures to compare.')
    }
  })

  test('are laid out of the latest order that varies twice, until another is chosen', async ({
    client,
    assert,
  }) => {
    const pairs = [
      ['red', 'cat'],
      ['red', 'dog'],
      ['blue', 'cat'],
    ]
    const items = pairs.map(([colour, animal], index) => ({
      choices: { colour, animal },
      parameters: { steps: 20 + index },
    }))
    await made({ prompt: 'two axes', items })
    await made({ prompt: 'one of a kind', items: [{ parameters: { mood: 'calm' } }] })
    const visit = (qs: object = {}) =>
      client.get(`/projects/${project.id}/grid`).qs(qs).loginAs(cast.viewer)
    const page = await visit()
    const text = page.text().replaceAll(/\s+/g, ' ')
    assert.match(text, /scope="col">blue<.*scope="col">red<.*scope="row">cat<.*scope="row">dog</)
    assert.notInclude(text, '>none<')
    const all = await visit({ order: 0 })
    assert.include(all.text(), '>none<')
  })

  test('are laid out by any two parameters, with the best of each', async ({ client, assert }) => {
    const ids = await made({
      items: [
        { parameters: { steps: 20 }, choices: { colour: 'red', 1: 'dawn' } },
        { parameters: { steps: 20 }, choices: { colour: 'red', 1: 'dawn' } },
        { parameters: { steps: 9 }, choices: { colour: 'blue', 1: 'noon' } },
      ],
    })
    const marks = [
      { user_id: cast.viewer.id, asset_id: ids[0], rating: 5 },
      { user_id: cast.viewer.id, asset_id: ids[1], rating: 2 },
    ]
    await db.table('marks').multiInsert(marks)
    const page = await client
      .get(`/projects/${project.id}/grid`)
      .qs({ rows: 'steps', columns: 'colour' })
      .loginAs(cast.viewer)
    const text = page.text().replaceAll(/\s+/g, ' ')
    assert.match(text, /scope="col">blue<.*scope="col">red<.*scope="row">9<.*scope="row">20</)
    assert.include(text, `href="/library/${ids[0]}"`)
    assert.notInclude(text, `href="/library/${ids[1]}"`)
    assert.include(text, '2, ★ 3.5')
    assert.match(text, /value="1"[^>]*>choice 1</)
  })
})
