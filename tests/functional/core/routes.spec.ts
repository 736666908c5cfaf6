import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import router from '@adonisjs/core/services/router'
import { operationOf } from '#api/operations/all'
import { type Cast, createCast } from '#tests/helpers/cast'
import { emptyDataFolders, emptyTables } from '#tests/helpers/database'
import { partial } from '#tests/helpers/http'
import { type Access, everyRoute, type Row } from '#tests/helpers/routes/table'
import { createWorld, privateTo } from '#tests/helpers/routes/world'

/** What each kind of person is answered: `in` is anything that is no refusal, `out` the way to log in. */
const expected: Record<Access, Record<Person, Answer>> = {
  guests: { anonymous: 'in', viewer: 'in', editor: 'in', admin: 'in' },
  nobody: { anonymous: 404, viewer: 404, editor: 404, admin: 404 },
  stale: { anonymous: 'out', viewer: 404, editor: 404, admin: 404 },
  members: { anonymous: 'out', viewer: 'in', editor: 'in', admin: 'in' },
  editors: { anonymous: 'out', viewer: 403, editor: 'in', admin: 'in' },
  admins: { anonymous: 'out', viewer: 403, editor: 403, admin: 'in' },
  leaving: { anonymous: 'out', viewer: 'out', editor: 'out', admin: 'out' },
  owners: { anonymous: 'out', viewer: 403, editor: 403, admin: 'in' },
  deciders: { anonymous: 'out', viewer: 403, editor: 404, admin: 'in' },
  hidden: { anonymous: 'out', viewer: 404, editor: 404, admin: 'in' },
}

type Answer = 'in' | 'out' | 403 | 404
type Person = 'anonymous' | 'viewer' | 'editor' | 'admin'
const people = ['anonymous', 'viewer', 'editor', 'admin'] as const

/** What an answer says about who may: a form with mistakes, a file that is gone and a redirect are no refusals. */
function meaning(status: number, location: string): Answer | number {
  if (status === 401 || (status === 302 && location.startsWith('/login'))) return 'out'
  return status < 400 || [409, 410, 422].includes(status) ? 'in' : status
}

test.group('Every route', (group) => {
  let cast: Cast
  group.each.timeout(120_000)
  group.each.setup(async () => {
    await emptyTables()
    await emptyDataFolders()
    cast = await createCast()
  })

  test('has a row in the table, and every row a route', async ({ assert }) => {
    assert.sameMembers(
      routes().map(({ name }) => name),
      Object.keys(everyRoute)
    )
  })

  for (const person of people) {
    test(`answers ${person} as its row says`, async ({ client, assert }) => {
      const wrong: string[] = []
      for (const route of routes()) {
        const row = everyRoute[route.name] as Row | undefined
        if (!row) continue
        const wanted = expected[row.to][person]
        if (row.endless && wanted === 'in') continue
        for (const way of route.method === 'GET' ? (['page', 'fragment'] as const) : ['fragment']) {
          const answer = await ask(client, { route, row, person, way })
          if (answer !== wanted) wrong.push(`${route.name} (${way}): ${answer}, not ${wanted}`)
        }
      }
      assert.deepEqual(wrong, [])
    })
  }

  test('shows others nothing of what is private', async ({ client, assert }) => {
    const wrong: string[] = []
    for (const route of routes()) {
      const row = everyRoute[route.name] as Row | undefined
      if (!row?.of || !['asset', 'collection', 'project', 'order'].includes(row.of)) continue
      for (const person of ['viewer', 'editor'] as const) {
        const answer = await ask(client, { route, row, person, way: 'fragment', hidden: true })
        const isHidden = answer === 404 || (answer === 403 && expected[row.to][person] === 403)
        if (!isHidden) wrong.push(`${route.name} (${person}): ${answer}`)
      }
    }
    assert.deepEqual(wrong, [])
  })

  interface Asked {
    route: ReturnType<typeof routes>[number]
    row: Row
    person: Person
    way: string
    hidden?: boolean
  }

  /** Asks in a world of its own, so that what one request deletes is there for the next. */
  async function ask(client: ApiClient, { route, row, person, way, hidden }: Asked) {
    const world = await createWorld(cast.owner)
    if (hidden) await privateTo(cast.owner, world)
    const params = row.of ? { ...world.params, id: world.ids[row.of] } : world.params
    const path = route.pattern.replace(/:(\w+)/g, (_all, name) => String((params as any)[name]))
    const query = row.query ? `?${new URLSearchParams(row.query(world.ids))}` : ''
    const verb = route.method.toLowerCase() as 'get' | 'post' | 'put' | 'delete'
    const request = client[verb](path + query).redirects(0)
    if (way === 'fragment') request.headers(partial)
    if (row.form) request.form(row.form(world.ids))
    if (route.method !== 'GET') request.withCsrfToken()
    if (person !== 'anonymous') {
      request.loginAs(person === 'admin' ? cast.owner : cast[person])
      request.withSession({ confirmed_at: Date.now() })
    }
    const response = await request
    return meaning(response.status(), response.header('location') ?? '')
  }
})

/** All but those for programs, which know no people but keys: `tests/functional/api/matrix.spec.ts`. */
function routes() {
  return Object.values(router.toJSON())
    .flat()
    .filter(({ name }) => !operationOf(name))
    .map(({ name, pattern, methods }) => ({
      name: name ?? pattern,
      pattern,
      method: methods.find((method) => method !== 'HEAD')!,
    }))
}
