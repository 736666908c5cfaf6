import { test } from '@japa/runner'
import { keyProblems, keysFor, keyTable } from '#core/keys'
import { ownKeysOf } from '#accounts/own_keys'
import User from '#accounts/models/user'
import { type Cast, createCast } from '#tests/helpers/cast'
import { emptyTables } from '#tests/helpers/database'

test.group('Keys of one’s own', (group) => {
  let cast: Cast
  group.each.setup(async () => {
    await emptyTables()
    cast = await createCast()
  })

  const put = (client: any, keys: Record<string, string>) =>
    client
      .put('/profile/key-bindings')
      .form(Object.fromEntries(Object.entries(keys).map(([name, key]) => [`keys[${name}]`, key])))
      .loginAs(cast.viewer)
      .withCsrfToken()
      .redirects(0)

  const own = async () => ownKeysOf(await User.findOrFail(cast.viewer.id))

  test('the usual ones stand in nobody’s way', ({ assert }) => {
    const all = Object.fromEntries(keysFor({}).map(({ name, keys }) => [name, keys]))
    const free = Object.fromEntries(
      keysFor({}).flatMap(({ name, fixed }) => (fixed ? [] : [[name, all[name]]]))
    )
    assert.deepEqual(keyProblems(free), {})
    assert.isAbove(keyTable.length, 40)
  })

  test('are kept, without what is as usual', async ({ client, assert }) => {
    const saved = await put(client, { 'Picture f': 'F', 'Library x': 'm', 'Picture t': 't' })
    saved.assertStatus(302)
    assert.deepEqual(await own(), { 'Picture f': 'Shift+F', 'Library x': 'm' })
  })

  test('that are taken are said to be, and nothing is kept', async ({ client, assert }) => {
    const wrong = await put(client, { 'Picture f': 't', 'Library x': 'g' })
    wrong.assertStatus(422)
    wrong.assertTextIncludes('“t” is “Tag” already.')
    wrong.assertTextIncludes('is “Library” already.')
    assert.deepEqual(await own(), {})
  })

  test('that are no keys are refused, and what is done elsewhere may share one', async ({
    client,
    assert,
  }) => {
    const wrong = await put(client, { 'Picture f': 'a b c', 'Picture t': 'Enter' })
    wrong.assertStatus(422)
    const shared = await put(client, { 'Duplicates l': 'f' })
    shared.assertStatus(302)
    assert.deepEqual(await own(), { 'Duplicates l': 'f' })
    const manual = await client.get('/help').loginAs(await User.findOrFail(cast.viewer.id))
    manual.assertTextIncludes('<kbd>f</kbd> Later')
    const back = await client
      .delete('/profile/key-bindings')
      .loginAs(cast.viewer)
      .withCsrfToken()
      .redirects(0)
    back.assertStatus(302)
    assert.deepEqual(await own(), {})
  })
})
