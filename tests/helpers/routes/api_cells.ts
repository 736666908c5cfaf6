import db from '@adonisjs/lucid/services/db'
import limiter from '@adonisjs/limiter/services/main'
import { type Scope, scopes } from '#accounts/api_keys'
import { apiRoutes, type ApiRoute } from '#api/openapi'
import { call, keyOf } from '#tests/helpers/api'
import { type ApiRow, everyOperation, scopeOf } from '#tests/helpers/routes/api'
import type { Answer, Cell } from '#tests/helpers/routes/cells'
import type { Setting } from '#tests/helpers/routes/page_cells'
import { stateAnswer } from '#tests/helpers/routes/state_cells'
import { meddlingByKey, privateRows } from '#tests/helpers/routes/prying'
import type { Ids } from '#tests/helpers/routes/world'
import { hiddenKinds, isGranted, isLeaked, type State } from '#tests/helpers/routes/worlds'
import { castPassword } from '#tests/helpers/cast'
import { createVisitor, logIn } from '#tests/helpers/visitor'

/** What each class of operations answers to a key of every scope; `owner` is the administrator and made the world. */
const expected: Record<ApiRow['to'], Record<Person, Answer>> = {
  members: { viewer: 'in', editor: 'in', owner: 'in' },
  editors: { viewer: 403, editor: 'in', owner: 'in' },
  admins: { viewer: 403, editor: 403, owner: 'in' },
  owners: { viewer: 403, editor: 403, owner: 'in' },
  hidden: { viewer: 404, editor: 404, owner: 'in' },
}

const people = ['viewer', 'editor', 'owner'] as const
type Person = (typeof people)[number]

/** What everybody is answered by every operation that can be about something in this state. */
export async function cellsOf(setting: Setting, state: State): Promise<Cell[]> {
  const keys = await keysOf(setting)
  return askedOf(state).flatMap((person) =>
    apiRoutes()
      .filter((route) => canBe(route, state))
      .map((route) => {
        const wanted = wantedOf(route, person, state)
        const name = `${route.name} (${person}, ${state})`
        const reads = person !== 'owner' && state.startsWith('private')
        const asked = { route, key: keys[person], state, reads, changes: wanted.includes('in') }
        return { name, wanted, ask: () => ask(setting, asked) }
      })
  )
}

/** What is private is as it was, whoever names it by its number. */
export async function meddlingCells(setting: Setting, state: State): Promise<Cell[]> {
  const { editor: key } = await keysOf(setting)
  return apiRoutes().flatMap((route) =>
    (meddlingByKey[route.name] ?? []).map((json) => ({
      name: `${route.name} (meddling, ${state})`,
      wanted: ['in', 403, 404],
      ask: () => ask(setting, { route, key, state, json, changes: true, reads: false }),
    }))
  )
}

/** A share is with the editor, and a lock keeps even the owner out. */
function askedOf(state: State): readonly Person[] {
  if (!isGranted(state)) return people
  return state === 'locked' ? ['owner'] : ['editor']
}

/** The door: no key opens nothing, and neither does what is none, is over, or belongs to who is shut out. */
export async function doorCells(setting: Setting): Promise<Cell[]> {
  const closed: Record<string, { key?: string; headers?: Record<string, string> }> = {
    'no key': {},
    'a false key': { key: 'atelier_MQ.bm8' },
    'a session': { headers: { Cookie: await cookieOf(setting) } },
    'the key of somebody disabled': { key: await keyOf(setting.cast.disabled, ...scopes) },
    'a key that is over': { key: await expiredKey(setting) },
  }
  return Object.entries(closed).flatMap(([as, sent]) =>
    apiRoutes().map((route) => ({
      name: `${route.name} (${as})`,
      wanted: [401],
      ask: () => knock(route, sent),
    }))
  )
}

/** A key that may all but what the operation asks for may not. */
export async function scopeCells({ cast }: Setting): Promise<Cell[]> {
  const lacking = {} as Record<Scope, string>
  for (const scope of scopes) {
    lacking[scope] = await keyOf(cast.owner, ...scopes.filter((each) => each !== scope))
  }
  return apiRoutes().map((route) => ({
    name: `${route.name} (a key without ${scopeOf(route.name)})`,
    wanted: [403],
    ask: () => knock(route, { key: lacking[scopeOf(route.name)] }),
  }))
}

function canBe({ name, method }: ApiRoute, state: State) {
  const { of = 'view' } = everyOperation[name]
  if (state === 'seen') return true
  if (state === 'trashed') return of === 'asset'
  if (isGranted(state)) return ['asset', 'collection'].includes(of)
  return hiddenKinds(state).includes(of) || method === 'GET'
}

/** Of what is private, who may not at all may be told so before it is looked whether there is anything. */
function wantedOf({ name }: ApiRoute, person: Person, state: State): Answer[] {
  const { to, of = 'view' } = everyOperation[name]
  const answer = expected[to][person]
  if (isGranted(state)) return [stateAnswer(everyOperation[name], state, answer)]
  const isHidden = hiddenKinds(state).includes(of)
  if (person === 'owner' || !isHidden) return [answer]
  return answer === 403 ? [403, 404] : [404]
}

interface Asked {
  route: ApiRoute
  key: string
  state: State
  changes: boolean
  reads: boolean
  /** Sent instead of what its row says, and to change nothing of what is private. */
  json?: (ids: Ids) => object
}

async function ask(
  { worlds }: Setting,
  { route, key, state, changes, reads, json: meddling }: Asked
): Promise<Answer> {
  await limiter.clear()
  const { method, path, name } = route
  const row = everyOperation[name]
  const world = await worlds.of(state, changes && method !== 'GET')
  const { ids } = world
  const before = meddling && (await privateRows(world))
  const given: Record<string, unknown> = {
    id: row.of && ids[row.of],
    asset_id: ids.asset,
    user_id: ids.person,
  }
  const address = path.replace(/\{(\w+)\}/g, (_all, each) => String(given[each]))
  const json = method === 'GET' ? undefined : ((meddling ?? row.json)?.(ids) ?? {})
  const { status, text } = await call(method, address, { key, json })
  if (reads && isLeaked(text, world, state)) return 'leaks'
  if (meddling && (await privateRows(world)) !== before) return 'meddles'
  if (status < 400 && !changes) worlds.forget()
  return status < 400 || [409, 410, 412, 422].includes(status) ? 'in' : status
}

/** Asks about something that is not there: whether the door opens is seen before what lies behind it. */
async function knock({ method, path }: ApiRoute, sent: Parameters<typeof call>[2]) {
  await limiter.clear()
  const { status } = await call(method, path.replace(/\{\w+\}/g, '4711'), sent)
  return status
}

async function keysOf({ cast }: Setting) {
  const { viewer, editor, owner } = cast
  return {
    viewer: await keyOf(viewer, ...scopes),
    editor: await keyOf(editor, ...scopes),
    owner: await keyOf(owner, ...scopes),
  }
}

async function cookieOf({ cast }: Setting) {
  const visitor = createVisitor()
  await logIn(visitor, cast.owner.email, castPassword)
  return [...visitor.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
}

async function expiredKey({ cast }: Setting) {
  const key = await keyOf(cast.owner, ...scopes)
  const newest = await db.from('api_keys').orderBy('id', 'desc').firstOrFail()
  await db
    .from('api_keys')
    .where('id', newest.id)
    .update({ expires_at: new Date('2026-01-01') })
  return key
}
