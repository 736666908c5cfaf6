import { test } from '@japa/runner'
import ace from '@adonisjs/core/services/ace'
import StudioOrder from '#app/commands/studio_order'
import Order from '#studio/models/order'
import { type Cast, createCast } from '#tests/helpers/cast'
import { emptyDataFolders, emptyTables } from '#tests/helpers/database'
import ProviderCredential from '#studio/models/provider_credential'
import { createAccount, createModel, createStudioProject } from '#tests/helpers/orders'

test.group('studio:order', (group) => {
  let cast: Cast
  group.each.setup(async () => {
    await emptyTables()
    await emptyDataFolders()
    cast = await createCast()
    await createAccount()
    await createStudioProject(cast.editor, 'Foxes')
    ace.ui.switchMode('raw')
    return () => ace.ui.switchMode('normal')
  })

  const sample = ['--project', 'Foxes', '--model', 'sample/shapes']
  const run = async (words: string[]) => {
    const command = await ace.create(StudioOrder, words)
    await command.exec()
    return command
  }

  test('places an order, with parameters, for who may', async ({ assert }) => {
    const choices = ['--prompt', 'a {red|grey} fox', '--param', 'width=256', '--count', '2']
    const command = await run([...sample, ...choices, '--user', 'editor@example.com'])
    command.assertSucceeded()

    const order = await Order.query().preload('items').firstOrFail()
    assert.include(order.$attributes, { state: 'queued', itemsTotal: 4, userId: cast.editor.id })
    assert.equal(order.items[0].parameters.width, 256)
  })

  test('an empty negative prompt is none', async ({ assert }) => {
    const command = await run([...sample, '--prompt', 'a fox', '--negative', ''])
    command.assertSucceeded()
    const order = await Order.firstOrFail()
    assert.equal(order.negativePrompt, '')
  })

  test('asks before it orders many, and before it passes a budget, each by itself', async ({
    assert,
  }) => {
    const many = [...sample, '--prompt', 'a fox', '--count', '21']
    const refused = await run([...many, '--confirm'])
    refused.assertFailed()
    refused.assertLogMatches(/21 pictures.*--yes/)
    assert.isEmpty(await Order.all())

    const ordered = await run([...many, '--yes'])
    ordered.assertSucceeded()
    const order = await Order.firstOrFail()
    assert.equal(order.itemsTotal, 21)
  })

  test('asks for a number where two accounts have a model of that name', async ({ assert }) => {
    const model = await createModel(await ProviderCredential.firstOrFail())
    const other = await createModel(await createAccount('sample', { label: 'Other' }))
    const command = await run([...sample, '--prompt', 'a fox'])
    command.assertFailed()
    command.assertLogMatches(new RegExp(`${model.id} \\(Account\\), ${other.id} \\(Other\\)`))
    assert.isEmpty(await Order.query())

    const chosen = ['--project', 'Foxes', '--model', String(other.id), '--prompt', 'a fox']
    const numbered = await run(chosen)
    numbered.assertSucceeded()
    const order = await Order.firstOrFail()
    assert.equal(order.modelId, other.id)
  })

  for (const [what, words, text] of [
    ['a template that cannot be read', [...sample, '--prompt', 'a {red'], /never closed.*column 3/],
    ['a parameter the model refuses', [...sample, '--prompt', 'a', '--param', 'width=9'], /width/],
    ['a word that is no parameter', [...sample, '--prompt', 'a', '--param', 'wide'], /name=value/],
    ['no such project', ['--project', 'Cats', '--model', '1', '--prompt', 'a'], /no project/],
    ['no such model', ['--project', 'Foxes', '--model', 'none', '--prompt', 'a'], /no model/],
    [
      'who may only look',
      [...sample, '--prompt', 'a', '--user', 'viewer@example.com'],
      /may order/,
    ],
    ['nobody', [...sample, '--prompt', 'a', '--user', 'nobody@example.com'], /no such account/],
  ] as const) {
    test(`refuses ${what}, in a sentence, and orders nothing`, async ({ assert }) => {
      const command = await run([...words])
      command.assertFailed()
      command.assertLogMatches(text)
      assert.isEmpty(await Order.all())
    })
  }
})
