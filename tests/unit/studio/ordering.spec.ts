import { inflateSync } from 'node:zlib'
import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { trashAssets } from '#trash/trashing'
import Asset from '#library/models/asset'
import { closeDecoder } from '#library/decoding/decoder'
import { itemPage } from '#library/curation/item'
import { factsOf } from '#library/metadata/reading'
import OrderItem from '#studio/models/order_item'
import Product from '#studio/models/product'
import type Project from '#studio/models/project'
import type ProviderCredential from '#studio/models/provider_credential'
import type ProviderModel from '#studio/models/provider_model'
import { cancelOrder } from '#studio/ordering/cancelling'
import { cloneOrder, type Draft, saveDraft } from '#studio/ordering/drafting'
import { placeOrder } from '#studio/ordering/placing'
import { failedCounts, retryFailed } from '#studio/ordering/retrying'
import {
  createAccount,
  createModel,
  createStudioProject,
  draftOf,
  orderNow,
  workOff,
} from '#tests/helpers/orders'
import { type Cast, createCast } from '#tests/helpers/cast'
import { emptyDataFolders, emptyTables } from '#tests/helpers/database'

test.group('Ordering', (group) => {
  let cast: Cast
  let account: ProviderCredential
  let model: ProviderModel
  let project: Project
  group.each.setup(async () => {
    await emptyTables()
    await emptyDataFolders()
    cast = await createCast()
    account = await createAccount()
    model = await createModel(account)
    project = await createStudioProject(cast.editor)
  })
  group.teardown(closeDecoder)

  test('makes every combination a product, in the collection of its project', async ({
    assert,
  }) => {
    const order = await orderNow(model, project, cast.editor, { prompt: 'a {red|grey} fox' })
    await workOff(order)

    assert.include(order.$attributes, { state: 'succeeded', itemsTotal: 2, itemsDone: 2 })
    const assets = await Asset.query().orderBy('id')
    assert.sameMembers(
      assets.map(({ prompt }) => prompt),
      ['a red fox', 'a grey fox']
    )
    for (const { ownerId, visibility } of assets) {
      assert.deepEqual({ ownerId, visibility }, { ownerId: cast.editor.id, visibility: 'everyone' })
    }
    const collected = await db
      .from('collection_assets')
      .where('collection_id', project.collectionId!)
    assert.lengthOf(collected, 2)
    assert.lengthOf(await Product.query().where('project_id', project.id), 2)
    const choices = await db.from('asset_choices').orderBy('asset_id')
    assert.sameMembers(
      choices.map(({ value }) => value),
      ['red', 'grey']
    )
  })

  test('a product says all it was made from, also when its chunks are parsed again', async ({
    assert,
  }) => {
    const parameters = { steps: '{12|12}', guidance: '3', width: '128', height: '64' }
    const recipe = { prompt: 'a {red|red} fox', negativePrompt: 'dogs', count: 1, parameters }
    await workOff(await orderNow(model, project, cast.editor, recipe))

    const asset = await Asset.query().firstOrFail()
    const said = { prompt: 'a red fox', negativePrompt: 'dogs', model: 'Sample shapes', steps: 12 }
    assert.include(asset.$attributes, { ...said, generator: 'sample', cfgScale: 3, width: 128 })
    const chunks = await db.from('asset_chunks').where('asset_id', asset.id)
    const facts = factsOf(chunks.map((chunk) => ({ ...chunk, body: inflateSync(chunk.body) })))
    assert.include(facts, { ...said, template: 'a {red|red} fox', seed: asset.seed })
    assert.equal(facts.source.prompt, 'studio')
    const { groups } = await itemPage({ asset, q: '', viewer: cast.editor })
    const shown = groups.flatMap(({ facts: rows }) => rows)
    const choices = shown.find(({ name }) => name === 'extra-choices')
    assert.match(choices?.text ?? '', /^[^{}"]*: red · [^{}"]*: 12$/)
  })

  test('what was thrown away and is ordered again is taken out of the trash', async ({
    assert,
  }) => {
    await workOff(await orderNow(model, project, cast.editor))
    const asset = await Asset.firstOrFail()
    await trashAssets({ assetIds: [asset.id], by: cast.editor, reason: null })

    await workOff(await orderNow(model, project, cast.editor))
    await asset.refresh()
    assert.isNull(asset.deletedAt)
    const products = await db.from('products').where('asset_id', asset.id)
    assert.lengthOf(products, 2)
  })

  test('an order that is placed stays as it is', async ({ assert }) => {
    const order = await orderNow(model, project, cast.editor)

    await assert.rejects(
      () => saveDraft({ prompt: 'a dog' }, { project, by: cast.editor, order }),
      /placed/
    )
    await assert.rejects(() => placeOrder(order), /placed/)
    await assert.rejects(() => order.merge({ prompt: 'a dog' }).save(), /cannot be changed/)
    await assert.rejects(
      () => db.from('order_items').where('order_id', order.id).update({ prompt: 'a dog' }),
      /cannot be changed/
    )
  })

  test('a draft that cannot be made says why, at the field, and nothing is placed', async ({
    assert,
  }) => {
    const refusals: { recipe: Partial<Draft>; field: string; text: RegExp }[] = [
      { recipe: { parameters: { steps: '0' } }, field: 'steps', text: /1/ },
      { recipe: { parameters: { width: 'wide' } }, field: 'width', text: /width/i },
      { recipe: { prompt: '' }, field: 'prompt', text: /prompt/i },
    ]
    for (const { recipe, field, text } of refusals) {
      const draft = await draftOf(model, project, cast.editor, recipe)
      const refusal = await placeOrder(draft).catch((error) => error)
      assert.equal(refusal.code, 'E_ORDER_REFUSED')
      assert.equal(refusal.fields[0]?.name, field)
      assert.match(refusal.message, text)
    }
    const prompt = '{a|b|c|d|e|f|g|h|i|j} '.repeat(4)
    const many = await draftOf(model, project, cast.editor, { prompt })
    await assert.rejects(() => placeOrder(many), /10,000/)
    assert.lengthOf(await OrderItem.all(), 0)
  })

  test('a draft changed in another window is not placed as it was', async ({ assert }) => {
    const draft = await draftOf(model, project, cast.editor)
    await db.from('orders').where('id', draft.id).update({ prompt: 'a dog' })

    await assert.rejects(() => placeOrder(draft), /changed meanwhile/)
  })

  test('what waits is cancelled at once, what is made goes on to be asked', async ({ assert }) => {
    await account.merge({ maxInFlight: 1 }).save()
    const slow = { prompt: 'a {red|grey|blue} fox', parameters: { delay: '600' } }
    const order = await orderNow(model, project, cast.editor, slow)
    const isUnderWay = async () => db.from('order_attempts').whereNotNull('external_id').first()
    await workOff(order, () => false, 400).catch(() => {})
    assert.exists(await isUnderWay())

    assert.isTrue(await cancelOrder(order))
    await order.refresh()
    assert.include(order.$attributes, { state: 'running', itemsCancelled: 2 })
    await workOff(order)
    assert.include(order.$attributes, { state: 'cancelled', itemsCancelled: 3 })
    assert.isFalse(await cancelOrder(order))
  })

  test('what failed says why and is made again when asked', async ({ assert }) => {
    const order = await orderNow(model, project, cast.editor, {
      prompt: 'a {red|grey} fox',
      mode: 'zip',
      parameters: { failure: '{none|out_of_memory}' },
    })
    await workOff(order)
    assert.include(order.$attributes, { state: 'partial', itemsDone: 1, itemsFailed: 1 })
    const [failed] = await OrderItem.query().where('state', 'failed')
    assert.equal(failed.error?.code, 'out_of_memory')

    assert.equal(await retryFailed(order), 1)
    await workOff(order)
    assert.include(order.$attributes, { state: 'partial', itemsDone: 1, itemsFailed: 1 })
    assert.lengthOf(await db.from('order_attempts').where('order_item_id', failed.id), 2)
  })

  test('what is retried twice at once is made once', async ({ assert }) => {
    const recipe = { parameters: { failure: 'out_of_memory' } }
    const order = await workOff(await orderNow(model, project, cast.editor, recipe))

    const retried = await Promise.all([retryFailed(order), retryFailed(order)])
    assert.sameMembers(retried, [0, 1])
    await workOff(order)
    assert.equal(order.state, 'failed')
    assert.equal(await retryFailed(order), 1)
  })

  test('nothing is retried while the rest is being cancelled', async ({ assert }) => {
    const order = await orderNow(model, project, cast.editor, {
      prompt: 'a {red|grey} fox',
      mode: 'zip',
      parameters: { failure: '{none|out_of_memory}', delay: '{60|0}' },
    })
    await workOff(order, ({ itemsFailed }) => itemsFailed === 1)
    await cancelOrder(order)

    await assert.rejects(() => retryFailed(order), /being cancelled/)
  })

  test('what would be refused again is not sent again, what is lost only when confirmed', async ({
    assert,
  }) => {
    const order = await orderNow(model, project, cast.editor, {
      prompt: 'a {red|grey|blue} fox',
      mode: 'zip',
      parameters: { failure: '{content_policy|out_of_memory|out_of_memory}' },
    })
    await workOff(order)
    assert.equal(order.itemsFailed, 3)
    const [, , last] = await OrderItem.query().orderBy('position')
    await last.merge({ error: { code: 'lost', retry: 'never' } }).save()

    assert.deepEqual(await failedCounts(order.id), { hopeless: 1, retryable: 1, lost: 1 })
    assert.equal(await retryFailed(order), 1)
    await workOff(order)
    assert.equal(order.itemsFailed, 3)
    await assert.rejects(() => retryFailed(order, { lost: true }), /billed/)
    assert.equal(await retryFailed(order, { lost: true, confirmed: { billing: true } }), 1)
    await workOff(order)
    assert.lengthOf(await db.from('order_attempts').where('order_item_id', last.id), 2)
  })

  test('what was sent and never answered is perhaps billed', async ({ assert }) => {
    const recipe = { parameters: { failure: 'out_of_memory' } }
    const order = await workOff(await orderNow(model, project, cast.editor, recipe))
    const [item] = await OrderItem.all()
    await item.merge({ error: { code: 'timeout', retry: 'later', ambiguous: true } }).save()

    assert.deepEqual(await failedCounts(order.id), { lost: 1 })
    assert.equal(await retryFailed(order), 0)
    await assert.rejects(() => retryFailed(order, { lost: true }), /billed/)
  })

  test('something that is no picture becomes no product', async ({ assert }) => {
    const recipe = { parameters: { failure: 'not_a_picture' } }
    const order = await workOff(await orderNow(model, project, cast.editor, recipe))

    assert.equal(order.state, 'failed')
    const [item] = await OrderItem.all()
    assert.equal(item.error?.code, 'output_invalid')
    assert.lengthOf(await Asset.all(), 0)
  })

  test('the same bytes once more are a product of the item that is there', async ({ assert }) => {
    const first = await workOff(await orderNow(model, project, cast.editor))
    const again = await workOff(await placeOrder(await cloneOrder(first, { by: cast.editor })))

    assert.equal(again.state, 'succeeded')
    assert.equal(again.clonedFromId, first.id)
    assert.lengthOf(await Asset.all(), 1)
    const [one, other] = await Product.query().orderBy('id')
    assert.equal(one.assetId, other.assetId)
  })

  test('a picture of the library is sent along, if the person may see it', async ({ assert }) => {
    await workOff(await orderNow(model, project, cast.editor))
    const [asset] = await Asset.all()
    const overlay = await createModel(account, 'sample/overlay')
    const parameters = { image: `asset:${asset.id}` }
    const order = await workOff(await orderNow(overlay, project, cast.editor, { parameters }))
    assert.equal(order.state, 'succeeded')

    await asset.merge({ visibility: 'private', ownerId: cast.owner.id }).save()
    const draft = await draftOf(overlay, project, cast.editor, { parameters })
    const refusal = await placeOrder(draft).catch((error) => error)
    assert.equal(refusal.fields[0].name, 'image')
  })

  test('an account that was refused keeps its orders waiting until it is good again', async ({
    assert,
  }) => {
    await account.merge({ state: 'refused' }).save()
    const order = await orderNow(model, project, cast.editor)
    await workOff(order, () => false, 200).catch(() => {})
    assert.equal(order.state, 'queued')

    await account.merge({ state: 'ready' }).save()
    await workOff(order)
    assert.equal(order.state, 'succeeded')
  })

  test('an account that was removed makes nothing more, and says so', async ({ assert }) => {
    const order = await orderNow(model, project, cast.editor)
    await account.merge({ removedAt: order.placedAt }).save()
    await workOff(order)

    assert.equal(order.state, 'failed')
    const item = await OrderItem.firstOrFail()
    assert.equal(item.error?.code, 'auth')
    await assert.rejects(() => retryFailed(order), /account/)
  })
})
