import { test } from '@japa/runner'
import { createCast, type Cast } from '#tests/helpers/cast'
import { emptyTables } from '#tests/helpers/database'
import { partial, statusOf } from '#tests/helpers/http'
import { createAsset } from '#tests/helpers/library'

test.group('Pictures to give along with an order', (group) => {
  let cast: Cast
  let fox: number
  let wolf: number
  group.each.setup(async () => {
    await emptyTables()
    cast = await createCast()
    const placeholder = 'data:'
    const { id } = await createAsset({ owner: cast.owner, prompt: 'a fox', file: { placeholder } })
    fox = id
    const other = await createAsset({ owner: cast.owner, prompt: 'a wolf', file: { placeholder } })
    wolf = other.id
    await createAsset({ owner: cast.stranger, file: { visibility: 'private' } })
    await createAsset({ owner: cast.owner, file: { kind: 'video' } })
  })

  test('are those of the library, the newest first, and what is searched for', async ({
    client,
    assert,
  }) => {
    const offered = async (find?: string) => {
      const answer = await client
        .get('/orders/pictures')
        .qs(find === undefined ? {} : { find })
        .headers(partial)
        .loginAs(cast.editor)
      return {
        text: answer.text(),
        ids: [...answer.text().matchAll(/data-pick="asset:(\d+)"/g)].map(([, id]) => Number(id)),
      }
    }
    const { ids: all } = await offered()
    assert.deepEqual(all, [wolf, fox])
    const { ids: found } = await offered('fox OR badger')
    assert.deepEqual(found, [fox])
    const none = await offered('badger')
    assert.include(none.text, 'No picture is found by that.')
    const wrong = await offered('(fox')
    assert.include(wrong.text, 'class="error"')
  })

  test('are offered to who may order', async ({ client, assert }) => {
    assert.equal(await statusOf(client.get('/orders/pictures').loginAs(cast.viewer)), 403)
  })
})
