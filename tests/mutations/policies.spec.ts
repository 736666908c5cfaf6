import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import { routeActions } from '#tests/helpers/actions'
import * as api from '#tests/helpers/routes/api_cells'
import type { Cell } from '#tests/helpers/routes/cells'
import { linkCells } from '#tests/helpers/routes/link_cells'
import * as pages from '#tests/helpers/routes/page_cells'
import { states } from '#tests/helpers/routes/worlds'
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
  for (const cell of cells.slice(0, 40)) if (await holdsAlone(lock, cell)) return 'second'
  return isNamed(lock) ? 'named' : 'unnoticed'
}

async function changes({ ask, wanted }: Cell, open: number[]) {
  return withOpen(open, async () => !wanted.includes(await ask()))
}

/** Whether, with all others open that the question comes by, this one still keeps out, and only it does. */
async function holdsAlone({ number }: Lock, cell: Cell) {
  const others = [...(await triedDuring(cell.ask))].filter(
    (each) => each !== number && !locks[each].path.startsWith('start/')
  )
  return !(await changes(cell, others)) && changes(cell, [...others, number])
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
    for (const lock of await triedDuring(cells[index].ask)) {
      found.set(lock, [...(found.get(lock) ?? []), index])
    }
  }
  return found
}

async function everyCell(client: ApiClient): Promise<Cell[]> {
  const setting = await pages.createSetting(client)
  const ofOperations = await Promise.all(states.map((state) => api.cellsOf(setting, state)))
  return [
    ...pages.people.flatMap((person) => pages.cellsOf(setting, person)),
    ...pages.shutOut.flatMap((somebody) => pages.cellsOfTheShutOut(setting, somebody)),
    ...pages.forgedCells(setting),
    ...pages.unconfirmedCells(setting),
    ...(['private', 'private and trashed'] as const).flatMap((state) =>
      pages.hiddenCells(setting, state)
    ),
    ...(await linkCells(setting)),
    ...(await api.doorCells(setting)),
    ...(await api.scopeCells(setting)),
    ...ofOperations.flat(),
  ]
}
