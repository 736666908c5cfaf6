import { test } from '@japa/runner'
import { scopes, type Scope } from '#accounts/api_keys'
import { disableUser } from '#accounts/people'
import { apiRoutes, type ApiRoute } from '#api/openapi'
import { call, keyOf } from '#tests/helpers/api'
import { castPassword, createCast } from '#tests/helpers/cast'
import { emptyTables } from '#tests/helpers/database'
import { createVisitor, logIn } from '#tests/helpers/visitor'

/** With the number of something that is not there: whether the door opens is seen before what lies behind it. */
const pathOf = ({ path }: ApiRoute) => path.replace(/\{\w+\}/g, '4711')

const everyoneRefused = async (key: string | undefined, wanted: number) => {
  const wrong: string[] = []
  for (const route of apiRoutes()) {
    const { status } = await call(route.method, pathOf(route), { key })
    if (status !== wanted) wrong.push(`${route.name}: ${status}, not ${wanted}`)
  }
  console.log(`    ${apiRoutes().length} cells, ${wrong.length} unexpected`)
  return wrong
}

test.group('Every operation of the API', (group) => {
  group.each.setup(emptyTables)
  group.each.timeout(60_000)

  test('is closed without a key, to a false one and to a session', async ({ assert }) => {
    const { owner } = await createCast()
    const visitor = createVisitor()
    await logIn(visitor, owner.email, castPassword)
    const cookie = [...visitor.cookies].map(([name, value]) => `${name}=${value}`).join('; ')

    assert.deepEqual(await everyoneRefused(undefined, 401), [])
    assert.deepEqual(await everyoneRefused('atelier_MQ.bm8', 401), [])
    for (const route of apiRoutes()) {
      const { status } = await call(route.method, pathOf(route), { headers: { Cookie: cookie } })
      assert.equal(status, 401, route.name)
    }
  })

  test('is closed to the key of somebody who is shut out', async ({ assert }) => {
    const { owner, editor } = await createCast()
    const key = await keyOf(editor, ...scopes)
    await disableUser(editor, { by: owner })

    assert.deepEqual(await everyoneRefused(key, 401), [])
  })

  for (const lacking of scopes) {
    test(`asks for its scope: refuses a key that may all but ${lacking}`, async ({ assert }) => {
      const { owner } = await createCast()
      const key = await keyOf(owner, ...scopes.filter((scope): scope is Scope => scope !== lacking))

      for (const route of apiRoutes().filter(({ operation }) => operation.scope === lacking)) {
        const { status, body } = await call(route.method, pathOf(route), { key })
        assert.equal(status, 403, route.name)
        assert.include(body.detail, `"${lacking}"`)
      }
    })
  }
})
