import type { ChildProcess } from 'node:child_process'
import { setTimeout as wait } from 'node:timers/promises'
import type { Visitor } from '#tests/helpers/visitor'
import { percentile, type BenchOptions } from '../rows.js'
import { loopDelay, measuredOnce, residentMegabytes, withServer } from '../web.js'
import { startFlood, startViewers } from './crowd.js'
import { emptyLibrary, importFolder, logInAll, withWorker } from './library.js'
import { manyPictures } from './pictures.js'

const viewers = 50

/** An import alone, the viewers alone, both together, and then the flood. */
export const load = measuredOnce(async ({ quick }: BenchOptions) => {
  const few = await manyPictures('alone', quick ? 200 : 2_000, 1)
  const many = await manyPictures('beside', quick ? 500 : 10_000, 1_000_000)
  const folder = emptyLibrary(viewers)
  return withServer(folder, async (server, admin) => {
    const cookies = await logInAll(viewers)
    const watched = await withWorker(folder, async () => {
      const alone = await importFolder(folder, admin, few)
      return { alone, ...(await besideViewers({ folder, admin, cookies, many, quick })) }
    })
    const idlePage = percentile(watched.idle.times.page, 0.95)
    return { ...watched, ...(await flood({ server, admin, cookies, idlePage, quick })) }
  })
})

interface Beside {
  folder: string
  admin: Visitor
  cookies: string[]
  many: string
  quick: boolean
}

async function besideViewers({ folder, admin, cookies, many, quick }: Beside) {
  const crowd = await startViewers(cookies)
  try {
    await wait(quick ? 8_000 : 20_000)
    await crowd.seen()
    await wait(quick ? 16_000 : 60_000)
    const idle = await crowd.seen()
    const beside = await importFolder(folder, admin, many)
    return { idle, beside, busy: await crowd.seen() }
  } finally {
    await crowd.end()
  }
}

interface Flood {
  server: ChildProcess
  admin: Visitor
  cookies: string[]
  /** Milliseconds in which a page came before. */
  idlePage: number
  quick: boolean
}

async function flood({ server, admin, cookies, idlePage, quick }: Flood) {
  await loopDelay(server)
  const wayIn: number[] = []
  const flooding = startFlood(cookies, { connections: 500, seconds: quick ? 15 : 120 })
  const flooded = await whileWaiting(flooding, async () => {
    wayIn.push(await timed(() => open(admin, '/login')))
    await wait(500)
  })
  const loop = await loopDelay(server)
  const over = performance.now()
  while (!(await comesWithin(admin, 2 * idlePage))) await wait(20)
  const recovered = performance.now() - over
  return { flooded, loop, wayIn, recovered, megabytes: residentMegabytes(server) }
}

async function comesWithin(visitor: Visitor, milliseconds: number) {
  let status = 0
  const took = await timed(async () => (status = await visitor.statusOf('/library')))
  return status === 200 && took <= milliseconds
}

/** Who is logged in is sent on from there, which is an answer too. */
async function open(visitor: Visitor, path: string) {
  const status = await visitor.statusOf(path)
  if (status >= 400) throw new Error(`${path} answered ${status}`)
}

async function whileWaiting<Result>(ending: Promise<Result>, act: () => Promise<unknown>) {
  let isOver = false
  const ended = ending.finally(() => (isOver = true))
  while (!isOver) await act()
  return ended
}

async function timed(act: () => Promise<unknown>) {
  const started = performance.now()
  await act()
  return performance.now() - started
}
