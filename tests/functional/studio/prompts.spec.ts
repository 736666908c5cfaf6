import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { createProject } from '#studio/projects/projects'
import PromptBlock from '#studio/models/prompt_block'
import { builtPrompt, keepBlock } from '#studio/prompts/builder'
import { minedParts, partsOf } from '#studio/prompts/mining'
import { createCast, type Cast } from '#tests/helpers/cast'
import { emptyTables } from '#tests/helpers/database'
import { countQueries, partial, statusOf } from '#tests/helpers/http'
import { createAsset } from '#tests/helpers/library'
import { createModel, createOrder } from '#tests/helpers/studio'

const rate = (userId: number, assetId: number, rating: number) =>
  db.table('marks').insert({ user_id: userId, asset_id: assetId, rating, favorite: false })

test.group('Prompts ordered before', (group) => {
  let cast: Cast
  group.each.setup(async () => {
    await emptyTables()
    cast = await createCast()
  })

  async function order(prompt: string, ratings: (number | null)[], by = cast.editor) {
    const project = await createProject({ name: 'Spring', visibility: 'everyone' }, by)
    const items = ratings.map(() => ({ state: 'succeeded' as const }))
    const made = await createOrder(project, by, { prompt, items })
    for (const [nth, rating] of ratings.entries()) {
      const { product } = made.items[nth]
      if (rating) await rate(cast.editor.id, product!.assetId, rating)
    }
    return made.order
  }

  test('stand with their results and the mean of my ratings', async ({ client, assert }) => {
    await order('a {red|blue} fox', [5, 4, null])
    await order('a {red|blue} fox', [3])
    await order('an owl', [])
    await order('not mine', [5], cast.owner)

    const page = await client.get('/prompts').loginAs(cast.editor)

    page.assertTextIncludes('4.0 from 3 ratings')
    page.assertTextIncludes('4 results of 2 orders')
    page.assertTextIncludes('0 results of 1 order')
    assert.notInclude(page.text(), 'not mine')
    assert.isBelow(page.text().indexOf('an owl'), page.text().indexOf('a {red|blue} fox'))
  })

  test('are sorted by rating, and leave out what is not rated', async ({ client, assert }) => {
    await order('good', [4])
    await order('best', [5, 5])
    await order('never rated', [null])

    const page = await client.get('/prompts?show=best').loginAs(cast.editor)

    assert.isBelow(page.text().indexOf('>best<'), page.text().indexOf('>good<'))
    assert.notInclude(page.text(), 'never rated')
  })

  test('are paged, and ask the database the same for ten as for one', async ({
    client,
    assert,
  }) => {
    await order('first of all', [5])
    const ask = () => client.get('/prompts').loginAs(cast.editor)
    const few = await countQueries(ask)
    for (let nth = 0; nth < 31; nth++) await order(`prompt ${nth}`, [])

    assert.equal(await countQueries(ask), few)
    const page = await ask()
    assert.notInclude(page.text(), 'first of all')
    const next = page.text().match(/rel="next" href="([^"]+)"/)![1]
    const rest = await client.get(next.replaceAll('&amp;', '&')).loginAs(cast.editor)
    rest.assertTextIncludes('first of all')
  })

  test('say what they are for while there are none', async ({ client }) => {
    const page = await client.get('/prompts').loginAs(cast.viewer)

    page.assertTextIncludes('You have ordered nothing yet')
  })
})

test.group('Prompt builder', (group) => {
  let cast: Cast
  group.each.setup(async () => {
    await emptyTables()
    cast = await createCast()
  })

  test('splits prompts at commas, and not inside brackets', ({ assert }) => {
    assert.deepEqual(
      partsOf('(a fox, sitting:1.2), oil painting, <lora:snow:0.8>, [soft] light,\n8k, x, {a, b}'),
      ['a fox, sitting', 'oil painting', '[soft] light', '8k', 'a, b']
    )
  })

  test('offers parts of what I rated 4 and 5, with counts and means', async ({ assert }) => {
    const pictures: [string, number][] = [
      ['a red fox, golden hour, 85mm lens', 5],
      ['an owl, Golden hour, masterpiece', 4],
      ['a ship, golden hour', 3],
    ]
    for (const [prompt, rating] of pictures) {
      const asset = await createAsset({ owner: cast.owner, prompt })
      await rate(cast.editor.id, asset.id, rating)
    }
    const hidden = await createAsset({
      owner: cast.owner,
      prompt: 'secret, fog',
      file: { visibility: 'private' },
    })
    await rate(cast.editor.id, hidden.id, 5)

    const found = await minedParts(cast.editor)
    assert.deepEqual(found[0], { text: 'Golden hour', kind: 'light', count: 2, rating: 4.5 })
    assert.sameMembers(
      found.map(({ kind, text }) => `${kind}: ${text}`),
      [
        'light: Golden hour',
        'subject: a red fox',
        'camera: 85mm lens',
        'subject: an owl',
        'quality: masterpiece',
      ]
    )
    assert.deepEqual(await minedParts(cast.stranger), [])
  })

  test('joins kinds by commas and makes a choice of several of a kind', ({ assert }) => {
    const chosen = { light: ['dawn', 'dusk'], subject: ['a fox'], other: [] }

    assert.equal(builtPrompt(chosen), 'a fox, {dawn|dusk}')
    assert.equal(builtPrompt({}), '')
  })

  test('works as a page and as a fragment of it', async ({ client, assert }) => {
    await createProject({ name: 'Spring', visibility: 'everyone' }, cast.editor)
    await createModel()
    await keepBlock('subject', 'a {red|grey} fox', cast.viewer)
    await keepBlock('light', 'dawn', cast.viewer)
    const query = 'subject[]=a {red|grey} fox&light[]=dawn&light[]=dusk'

    const page = await client.get(`/builder?${query}`).loginAs(cast.viewer)
    page.assertTextIncludes('a {red|grey} fox, {dawn|dusk}')
    page.assertTextIncludes('a grey fox, dusk')
    assert.match(page.text(), /value="dawn" checked/)
    const part = await client.get(`/builder?${query}`).headers(partial).loginAs(cast.viewer)
    part.assertTextIncludes('a red fox, dawn')
    assert.notInclude(part.text(), '<html')
    assert.notMatch(page.text(), /orders\/create/)
    const built = await client.get(`/builder?${query}`).loginAs(cast.editor)
    const link = built.text().match(/href="([^"]*\/orders\/create[^"]*)"/)![1]
    const form = await client.get(link.replaceAll('&amp;', '&')).loginAs(cast.editor)
    form.assertTextIncludes('a {red|grey} fox, {dawn|dusk}')
    const long = await client.get(`/builder?subject[]=${'x'.repeat(501)}`).loginAs(cast.viewer)
    assert.equal(long.status(), 422)
  })

  test('keeps blocks for their owner alone', async ({ client, assert }) => {
    const keep = (fields: object) =>
      client.post('/builder/blocks').form(fields).loginAs(cast.viewer).withCsrfToken()
    const page = await keep({ kind: 'mood', body: 'calm' })
    await keep({ kind: 'mood', body: 'calm' })
    page.assertTextIncludes('value="calm"')
    const [block] = await PromptBlock.all()
    assert.lengthOf(await PromptBlock.all(), 1)

    const others = await client.get('/builder').loginAs(cast.stranger)
    assert.notInclude(others.text(), 'value="calm"')
    others.assertTextIncludes('Nothing to build with yet')
    const remove = (person: Cast[keyof Cast]) =>
      client.delete(`/builder/blocks/${block.id}`).loginAs(person).withCsrfToken().redirects(0)
    assert.equal(await statusOf(remove(cast.stranger)), 404)
    assert.equal(await statusOf(remove(cast.viewer)), 302)
    assert.lengthOf(await PromptBlock.all(), 0)
  })
})
