import { DateTime } from 'luxon'
import router from '@adonisjs/core/services/router'
import type { ApiClient, ApiRequest } from '@japa/api-client'
import { operationOf } from '#api/operations/all'
import { scopes } from '#accounts/api_keys'
import User from '#accounts/models/user'
import { keyOf } from '#tests/helpers/api'
import { createCast } from '#tests/helpers/cast'
import { emptyDataFolders, emptyTables } from '#tests/helpers/database'
import { partial } from '#tests/helpers/http'
import type { Answer, Cell } from '#tests/helpers/routes/cells'
import { type Access, confirmedRoutes, everyRoute, type Row } from '#tests/helpers/routes/table'
import { privateRows, type Query } from '#tests/helpers/routes/prying'
import { createWorlds, isLeaked, type State } from '#tests/helpers/routes/worlds'

/** What each kind of person is answered. The administrator is `owner`, who made the world asked about. */
export const expected: Record<Access, Record<Person, Answer>> = {
  guests: { anonymous: 'in', viewer: 'in', editor: 'in', owner: 'in' },
  nobody: { anonymous: 404, viewer: 404, editor: 404, owner: 404 },
  stale: { anonymous: 'out', viewer: 404, editor: 404, owner: 404 },
  members: { anonymous: 'out', viewer: 'in', editor: 'in', owner: 'in' },
  editors: { anonymous: 'out', viewer: 403, editor: 'in', owner: 'in' },
  admins: { anonymous: 'out', viewer: 403, editor: 403, owner: 'in' },
  leaving: { anonymous: 'out', viewer: 'out', editor: 'out', owner: 'out' },
  owners: { anonymous: 'out', viewer: 403, editor: 403, owner: 'in' },
  deciders: { anonymous: 'out', viewer: 403, editor: 404, owner: 'in' },
  hidden: { anonymous: 'out', viewer: 404, editor: 404, owner: 'in' },
}

export const people = ['anonymous', 'viewer', 'editor', 'owner'] as const
type Person = (typeof people)[number]

/** Who has a session or a key, and is to be answered as if they had none. */
export const shutOut = ['disabled', 'expired', 'program'] as const

/** How a request that writes is forged. */
export const forgeries = ['without token', 'from another site'] as const

type As = Person | (typeof shutOut)[number] | (typeof forgeries)[number] | 'unconfirmed'
type Way = 'page' | 'fragment'

/** What the questions are asked with: people, worlds, and a key of the owner with every scope. */
export async function createSetting(client: ApiClient) {
  await emptyTables()
  await emptyDataFolders()
  const active = await createCast()
  const disabled = await User.create({
    ...{ email: 'disabled@example.com', fullName: 'Disabled', password: 'x', role: 'admin' },
    disabledAt: DateTime.now(),
  })
  return {
    client,
    cast: { ...active, disabled },
    worlds: createWorlds(active),
    key: await keyOf(active.owner, ...scopes),
  }
}

export type Setting = Awaited<ReturnType<typeof createSetting>>

interface Question {
  route: PageRoute
  as: As
  wanted: Answer[]
  way?: Way
  state?: State
  query?: Query
  form?: Query
  /** Whether what is private may not be found in the answer either. */
  reads?: boolean
  /** Whether what is private is to be as it was, whatever is answered. */
  meddles?: boolean
}

/** What everybody is answered by every route. */
export function cellsOf(setting: Setting, person: Person): Cell[] {
  return pageRoutes().flatMap((route) => {
    const wanted = expected[route.row.to][person]
    if (route.row.endless && wanted === 'in') return []
    return waysTo(route).map((way) => cell(setting, { route, as: person, way, wanted: [wanted] }))
  })
}

/** Whoever has a session already is sent on from here. */
const waysIn = /^accounts\.(setups|codes)\./

/** A session that is over and a key, which is for programs, open no page. */
export function cellsOfTheShutOut(setting: Setting, as: (typeof shutOut)[number]): Cell[] {
  const open: Access[] = ['guests', 'nobody', 'leaving']
  return pageRoutes()
    .filter(({ name, row }) => !open.includes(row.to) && !waysIn.test(name))
    .map((route) => cell(setting, { route, as, way: 'page', wanted: ['out'] }))
}

/** Whoever may, may only from a page of this site. */
export function forgedCells(setting: Setting): Cell[] {
  const writing = pageRoutes().filter(({ method, row }) => method !== 'GET' && !row.isSigned)
  return forgeries.flatMap((as) =>
    writing.map((route) => cell(setting, { route, as, wanted: [403] }))
  )
}

/** What cannot be taken back asks for the password once more. */
export function unconfirmedCells(setting: Setting): Cell[] {
  return pageRoutes()
    .filter(({ name }) => confirmedRoutes.includes(name))
    .flatMap((route) =>
      waysTo(route).map((way) =>
        cell(setting, { route, as: 'unconfirmed', way, wanted: ['confirm'] })
      )
    )
}

/** A question put into words, that leaves the worlds as it found them or has them made anew. */
export function cell(setting: Setting, question: Question): Cell {
  const { route, as, way = 'fragment', state = 'seen', wanted } = question
  return {
    name: `${route.name} (${[as, way, state].join(', ')})`,
    wanted,
    ask: async () => {
      const answer = await ask(setting, { ...question, way, state })
      if (!wanted.includes(answer)) setting.worlds.forget()
      return answer
    },
  }
}

async function ask(
  setting: Setting,
  { route, as, way, state, wanted, reads, meddles, ...sent }: Question & { way: Way; state: State }
): Promise<Answer> {
  const { row, method } = route
  const { query = row.query, form = row.form } = sent
  const changes = method !== 'GET' && wanted.includes('in')
  const world = await setting.worlds.of(state, changes)
  const params: Record<string, unknown> = {
    ...world.params,
    ...(row.of && { id: world.ids[row.of] }),
  }
  const path = route.pattern.replace(/:(\w+)/g, (_all, name) => String(params[name]))
  const asked = query ? `?${new URLSearchParams(query(world.ids))}` : ''
  const before = meddles && (await privateRows(world))
  const verb = method.toLowerCase() as 'get' | 'post' | 'put' | 'delete'
  const request: ApiRequest = setting.client[verb](path + asked).redirects(0)
  if (way === 'fragment') request.headers(partial)
  if (form) request.form(form(world.ids))
  if (method !== 'GET' && as !== 'without token') request.withCsrfToken()
  introduce(request, as, setting)
  const response = await request
  if (reads && isLeaked(response.text() ?? '', world, state)) return 'leaks'
  if (meddles && (await privateRows(world)) !== before) return 'meddles'
  return meaning(
    response.status(),
    response.header('location') ?? response.header('hx-redirect') ?? ''
  )
}

function introduce(request: ApiRequest, as: As, { cast, key }: Setting) {
  if (as === 'anonymous') return
  if (as === 'program') return request.header('Authorization', `Bearer ${key}`)
  if (as === 'from another site') request.header('Sec-Fetch-Site', 'cross-site')
  request.loginAs(as === 'viewer' || as === 'editor' || as === 'disabled' ? cast[as] : cast.owner)
  const longAgo = Date.now() - 31 * 24 * 60 * 60_000
  request.withSession({
    confirmed_at: as === 'unconfirmed' ? longAgo : Date.now(),
    logged_in_at: as === 'expired' ? longAgo : Date.now(),
  })
}

/** What an answer says about who may: a form with mistakes, a file that is gone and a redirect are no refusals. */
function meaning(status: number, location: string): Answer {
  if (location.startsWith('/confirm')) return 'confirm'
  if (status === 401 || (status === 302 && location.startsWith('/login'))) return 'out'
  return status < 400 || [409, 410, 422].includes(status) ? 'in' : status
}

const waysTo = ({ method }: PageRoute): Way[] =>
  method === 'GET' ? ['page', 'fragment'] : ['fragment']

export type PageRoute = ReturnType<typeof pageRoutes>[number]

/** All but those for programs, which know no people but keys. */
export function pageRoutes() {
  return Object.values(router.toJSON())
    .flat()
    .filter(({ name }) => !operationOf(name))
    .map(({ name, pattern, methods }) => ({
      name: name ?? pattern,
      pattern,
      method: methods.find((method) => method !== 'HEAD')!,
      row: (everyRoute[name ?? pattern] ?? { to: 'nobody' }) as Row,
    }))
}
