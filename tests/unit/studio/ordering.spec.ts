import { test } from '@japa/runner'
import Asset from '#library/models/asset'
import { closeDecoder } from '#library/decoding/decoder'
import Product from '#studio/models/product'
import type Project from '#studio/models/project'
import type ProviderModel from '#studio/models/provider_model'
import {
  createAccount,
  createModel,
  createStudioProject,
  orderNow,
  workOff,
} from '#tests/helpers/orders'
import { type Cast, createCast } from '#tests/helpers/cast'
import { emptyDataFolders, emptyTables } from '#tests/helpers/database'

test.group('Ordering', (group) => {
  let cast: Cast
  let model: ProviderModel
  let project: Project
  group.each.setup(async () => {
    await emptyTables()
    await emptyDataFolders()
    cast = await createCast()
    model = await createModel(await createAccount())
    project = await createStudioProject(cast.editor)
  })
  group.teardown(closeDecoder)

  test('makes every combination a product of the library, with all it was made from', async ({
    assert,
  }) => {
    const order = await orderNow(model, project, cast.editor, { prompt: 'a {red|grey} fox' })
    await workOff(order)

    assert.equal(order.state, 'succeeded')
    assert.equal(order.itemsDone, 2)
    const assets = await Asset.query().orderBy('id')
    assert.sameMembers(
      assets.map(({ prompt }) => prompt),
      ['a red fox', 'a grey fox']
    )
    assert.equal(
      await Product.query()
        .count('* as count')
        .then(([row]) => row.$extras.count),
      2
    )
  })
})
