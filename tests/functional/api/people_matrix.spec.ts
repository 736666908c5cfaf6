import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import limiter from '@adonisjs/limiter/services/main'
import { scopes } from '#accounts/api_keys'
import { apiRoutes, type ApiRoute } from '#api/openapi'
import { call, keyOf } from '#tests/helpers/api'
import { type Cast, createCast } from '#tests/helpers/cast'
import { emptyDataFolders, emptyTables } from '#tests/helpers/database'
import { everyOperation, type ApiRow } from '#tests/helpers/routes/api'
import { createWorld, privateTo } from '#tests/helpers/routes/world'

type Answer = 'in' | 403 | 404
type Person = 'viewer' | 'editor' | 'owner'
const people = ['viewer', 'editor', 'owner'] as const

/** What each class of operations answers to a key of every scope; `owner` is the administrator and made the world. */
const expected: Record<ApiRow['to'], Record<Person, Answer>> = {
  members: { viewer: 'in', editor: 'in', owner: 'in' },
  editors: { viewer: 403, editor: 'in', owner: 'in' },
  admins: { viewer: 403, editor: 403, owner: 'in' },
  owners: { viewer: 403, editor: 403, owner: 'in' },
  hidden: { viewer: 404, editor: 404, owner: 'in' },
}

/** What lies in the trash is shown to whom it was shown before, as on the pages. */
const states = ['seen', 'private', 'trashed', 'private and trashed'] as const
type State = (typeof states)[number]

function canBe({ of = 'view' }: ApiRow, state: State) {
  if (state === 'seen') return true
  if (state !== 'private') return of === 'asset'
  return ['asset', 'collection', 'project', 'order', 'template'].includes(of)
}

/** Refusals aside, what the request lacked does not matter here. */
const meaning = (status: number): Answer | number =>
  status < 400 || [409, 410, 412, 422].includes(status) ? 'in' : status

test.group('Every operation of the API, for everybody', (group) => {
  let cast: Cast
  let unchanged: ReturnType<typeof worldOf> | undefined
  group.each.timeout(180_000)
  group.each.setup(async () => {
    await emptyTables()
    await emptyDataFolders()
    cast = await createCast()
    unchanged = undefined
  })

  test('has a row in the table, and every row an operation', ({ assert }) => {
    const names = apiRoutes().map(({ name }) => name)
    assert.sameMembers(names, Object.keys(everyOperation))
  })

  for (const state of states) {
    test(`answers as its row says of what is ${state}`, async ({ assert }) => {
      const wrong: string[] = []
      let cells = 0
      for (const person of people) {
        const key = await keyOf(cast[person], ...scopes)
        for (const route of apiRoutes().filter(({ name }) => canBe(everyOperation[name], state))) {
          const row = everyOperation[route.name]
          const answer = meaning(await ask(route, { row, key, state }))
          if (!wanted(row, person, state).includes(answer as Answer))
            wrong.push(`${route.name} (${person}): ${answer}`)
          cells += 1
        }
      }
      console.log(`    ${cells} cells, ${wrong.length} unexpected`)
      assert.deepEqual(wrong, [])
    })
  }

  /** Of what is private, who may not at all may be told so before it is looked whether there is anything. */
  function wanted({ to }: ApiRow, person: Person, state: State): Answer[] {
    const answer = expected[to][person]
    if (person === 'owner' || !state.startsWith('private')) return [answer]
    return answer === 403 ? [403, 404] : [404]
  }

  interface Asked {
    row: ApiRow
    key: string
    state: State
  }

  /** What changes something is asked in a world of its own. */
  async function ask({ method, path }: ApiRoute, { row, key, state }: Asked) {
    await limiter.clear()
    const { ids } = method === 'GET' ? await (unchanged ??= worldOf(state)) : await worldOf(state)
    const given: Record<string, unknown> = { id: row.of && ids[row.of], asset_id: ids.asset }
    const address = path.replace(/\{(\w+)\}/g, (_all, name) => String(given[name]))
    const json = method === 'GET' ? undefined : (row.json?.(ids) ?? {})
    const { status } = await call(method, address, { key, json })
    return status
  }

  async function worldOf(state: State) {
    const world = await createWorld(cast.owner)
    if (state.startsWith('private')) await privateTo(cast.owner, world)
    if (state.endsWith('trashed')) {
      const assets = db.from('assets').where('id', world.ids.asset)
      await assets.update({ deleted_at: '2026-01-02 00:00:00' })
    }
    return world
  }
})
