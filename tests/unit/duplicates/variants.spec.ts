import { test } from '@japa/runner'
import { variantsPage } from '#duplicates/variants'
import { type Cast, createCast } from '#tests/helpers/cast'
import { emptyTables } from '#tests/helpers/database'
import { createAsset } from '#tests/helpers/library'

test.group('Duplicates / variants', (group) => {
  let cast: Cast

  group.each.setup(async () => {
    await emptyTables()
    cast = await createCast()
  })

  test('one prompt and model with different seeds are variants', async ({ assert }) => {
    const make = (prompt: string, model: string, seed: string, visibility?: 'private') =>
      createAsset({ owner: cast.owner, prompt, model, seed, file: visibility && { visibility } })
    const first = await make('a fox', 'flux', '1')
    const second = await make('a fox', 'flux', '2')
    const hidden = await make('a fox', 'flux', '3', 'private')
    await make('a fox', 'sdxl', '4')
    await make('a wolf', 'flux', '1')
    await make('a bear', 'flux', '5')
    await make('a bear', 'flux', '5')

    const mine = await variantsPage({ viewer: cast.owner })
    assert.deepEqual(mine.groups, [
      { prompt: 'a fox', model: 'flux', assetIds: [hidden.id, second.id, first.id] },
    ])
    assert.isNull(mine.next)

    const { groups } = await variantsPage({ viewer: cast.viewer })
    assert.deepEqual(
      groups.map(({ assetIds }) => assetIds),
      [[second.id, first.id]]
    )
  })
})
