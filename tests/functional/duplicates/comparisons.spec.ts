import { test } from '@japa/runner'
import { createCast, type Cast } from '#tests/helpers/cast'
import { emptyTables } from '#tests/helpers/database'
import { createAsset } from '#tests/helpers/library'

test.group('Comparing two pictures', (group) => {
  let cast: Cast
  group.each.setup(async () => {
    await emptyTables()
    cast = await createCast()
  })

  const picture = (prompt: string, seed = '7') => createAsset({ owner: cast.owner, prompt, seed })
  const compare = (left: number, right: number, more = '') =>
    `/duplicates/comparison?left=${left}&right=${right}${more}`

  test('marks the words of a prompt that only one of them has', async ({ client }) => {
    const left = await picture('a red fox, at dawn')
    const right = await picture('a grey fox, at dawn')
    const page = await client.get(compare(left.id, right.id)).loginAs(cast.viewer)
    page.assertStatus(200)
    page.assertTextIncludes('<mark>red</mark')
    page.assertTextIncludes('<mark>grey</mark')
  })

  test('puts no space between words that have none', async ({ client, assert }) => {
    const left = await picture('fox,dawn')
    const right = await picture('fox,dusk')
    const page = await client.get(compare(left.id, right.id)).loginAs(cast.viewer)
    const text = page.text().replace(/<[^>]*>/g, '')
    assert.include(text, 'fox,dawn')
    assert.include(text, 'fox,dusk')
  })

  test('offers every way of comparing as a link', async ({ client }) => {
    const left = await picture('a fox')
    const right = await picture('a fox')
    for (const mode of ['side', 'slider', 'flicker', 'difference']) {
      const page = await client
        .get(compare(left.id, right.id, `&mode=${mode}`))
        .loginAs(cast.viewer)
      page.assertStatus(200)
      page.assertTextIncludes(`class="compare ${mode}"`)
    }
  })

  test('is not there for what somebody else keeps private', async ({ client }) => {
    const left = await picture('a fox')
    const right = await createAsset({ owner: cast.owner, file: { visibility: 'private' } })
    const page = await client.get(compare(left.id, right.id)).loginAs(cast.stranger)
    page.assertStatus(404)
  })

  test('asks for two pictures', async ({ client, assert }) => {
    const left = await picture('a fox')
    const page = await client
      .get(`/duplicates/comparison?left=${left.id}`)
      .header('accept', 'application/json')
      .loginAs(cast.viewer)
    assert.equal(page.status(), 422)
  })
})
