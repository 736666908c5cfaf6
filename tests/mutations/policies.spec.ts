import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import { routeActions } from '#tests/helpers/actions'
import * as api from '#tests/helpers/routes/api_cells'
import type { Cell } from '#tests/helpers/routes/cells'
import { linkCells } from '#tests/helpers/routes/link_cells'
import * as pages from '#tests/helpers/routes/page_cells'
import * as kept from '#tests/helpers/routes/state_cells'
import { grantedStates, isMeddledWith, privateStates, states } from '#tests/helpers/routes/worlds'
import { type Lock, locks, triedDuring, withOpen } from '#tests/mutations/keys'

/** Each world asked about stays in the tables, and lists show only so much. */
const locksToAWorld = 20

test.group('Every line that keeps somebody out', (group) => {
  group.each.timeout(3_600_000)

  test('is missed when it is taken away', async ({ client, assert }) => {
    let cells = await everyCell(client)
    const cellsOfLocks = await cellsByLock(cells)
    const found: Record<Outcome, Lock[]> = { noticed: [], second: [], named: [], unnoticed: [] }
    for (const [at, lock] of locks.entries()) {
      if (at % locksToAWorld === 0) cells = await everyCell(client)
      const candidates = (cellsOfLocks.get(lock.number) ?? []).map((index) => cells[index])
      const outcome = await outcomeOf(lock, candidates)
      found[outcome].push(lock)
      if (outcome === 'unnoticed') console.log(`    ${lock.path} (${lock.nth}): ${lock.text}`)
    }
    console.log(
      `    ${cells.length} cells, ${locks.length} lines: ${found.noticed.length} missed at once, ` +
        `${found.second.length} second locks, ${found.named.length} that let in everybody who is ` +
        `logged in, ${found.unnoticed.length} not missed`
    )
    assert.deepEqual(found.unnoticed, [])
  })
})

type Outcome = 'noticed' | 'second' | 'named' | 'unnoticed'

async function outcomeOf(lock: Lock, cells: Cell[]): Promise<Outcome> {
  for (const cell of cells) if (await changes(cell, [lock.number])) return 'noticed'
  for (const cell of cells.slice(0, 25)) if (await isSecond(lock, cell)) return 'second'
  return isNamed(lock) ? 'named' : 'unnoticed'
}

async function changes({ ask, wanted }: Cell, open: number[]) {
  return withOpen(open, async () => !wanted.includes(await ask()))
}

/** Whether it is missed once another one, that stands before it or behind it, is open too. */
async function isSecond({ number }: Lock, { ask }: Cell) {
  for (const other of await triedDuring(ask)) {
    if (other === number || locks[other].path.startsWith('start/')) continue
    const alone = await withOpen([other], ask)
    if (alone !== (await withOpen([other, number], ask))) return true
  }
  return false
}

/** The only policy an action asks, even where it lets in everybody: without, the architecture test fails. */
function isNamed({ path, text, nth }: Lock) {
  if (text !== '.authorize(') return false
  const inFile = routeActions().filter((action) => action.path === path)
  return inFile.some(({ source = '' }) => source.split('.authorize(').length === 2) && nth > 0
}

/** The cells that come by each lock, by their place; refusals first, which are the likeliest to change. */
async function cellsByLock(cells: Cell[]) {
  const found = new Map<number, number[]>()
  const order = [...cells.keys()].sort(
    (one, other) =>
      Number(cells[one].wanted.includes('in')) - Number(cells[other].wanted.includes('in'))
  )
  for (const index of order) {
    const { ask, wanted, name } = cells[index]
    const tried = await triedDuring(async () => {
      const answer = await ask()
      if (!wanted.includes(answer)) throw new Error(`${name}: ${answer}, with every lock closed`)
    })
    for (const lock of tried) {
      found.set(lock, [...(found.get(lock) ?? []), index])
    }
  }
  return found
}

async function everyCell(client: ApiClient): Promise<Cell[]> {
  const setting = await pages.createSetting(client)
  const ofOperations = await Promise.all(states.map((state) => api.cellsOf(setting, state)))
  const meddling = await Promise.all(
    privateStates.filter(isMeddledWith).map((state) => api.meddlingCells(setting, state))
  )
  return [
    ...pages.people.flatMap((person) => pages.cellsOf(setting, person)),
    ...pages.shutOut.flatMap((somebody) => pages.cellsOfTheShutOut(setting, somebody)),
    ...pages.forgedCells(setting),
    ...pages.unconfirmedCells(setting),
    ...privateStates.flatMap((state) => kept.hiddenCells(setting, state)),
    ...grantedStates.flatMap((state) => kept.stateCells(setting, state)),
    ...(await linkCells(setting)),
    ...(await api.doorCells(setting)),
    ...(await api.scopeCells(setting)),
    ...ofOperations.flat(),
    ...meddling.flat(),
  ]
}
