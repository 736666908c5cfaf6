import type { ChildProcess } from 'node:child_process'
import { setTimeout as wait } from 'node:timers/promises'
import type { Visitor } from '#tests/helpers/visitor'
import { startFlood, startViewers } from './load/crowd.js'
import { emptyLibrary, importFolder, logInAll, withWorker } from './load/library.js'
import { manyPictures } from './load/pictures.js'
import { percentile, type BenchOptions, type BenchRow } from './rows.js'
import { loopDelay, measuredOnce, residentMegabytes, withServer } from './web.js'

const viewers = 50

/**
 * Fifty people look on while files are imported by the worker, and then five hundred connections
 * ask for pages without end. Idle is the same fifty people without the import. Everything runs on
 * the one machine, those who ask included. Lasts some ten minutes.
 */
export const rows: BenchRow[] = [
  {
    name: 'load: errors of 50 viewers',
    bar: 0,
    unit: '',
    run: async (options) => {
      const { idle, busy } = await load(options)
      const answers = idle.answers + busy.answers
      const errors = { ...idle.errors, ...busy.errors }
      const value = Object.values(errors).reduce((sum, count) => sum + count, 0)
      return { value, detail: `of ${answers} answers ${value ? JSON.stringify(errors) : ''}` }
    },
  },
  ...(['page', 'fragment', 'thumbnail'] as const).map((kind) => ({
    name: `load: ${kind} p95 during an import`,
    bar: 4,
    unit: '×',
    run: async (options: BenchOptions) => {
      const { idle, busy } = await load(options)
      const detail = `${inWords(busy.times[kind])} against ${inWords(idle.times[kind])} idle`
      return {
        value: percentile(busy.times[kind], 0.95) / percentile(idle.times[kind], 0.95),
        detail,
      }
    },
  })),
  {
    name: 'load: page p95 during an import, by the clock',
    bar: 150,
    unit: 'ms',
    run: async (options) => byTheClock(await load(options), 'page'),
  },
  {
    name: 'load: thumbnail p95 during an import, by the clock',
    bar: 50,
    unit: 'ms',
    run: async (options) => byTheClock(await load(options), 'thumbnail'),
  },
  {
    name: 'load: import beside 50 viewers against alone',
    bar: 0.5,
    better: 'higher',
    unit: '×',
    run: async (options) => {
      const { alone, beside } = await load(options)
      const detail = `${beside.perSecond.toFixed(1)} files a second against ${alone.perSecond.toFixed(1)}; ${beside.files} files`
      return { value: beside.perSecond / alone.perSecond, detail }
    },
  },
  {
    name: 'load: 500 connections, refused with 503',
    bar: 1,
    better: 'higher',
    unit: '',
    run: async (options) => {
      const { flooded } = await load(options)
      const { answers, times } = flooded
      const detail = `told after ${inWords(times.refusal)}`
      return { value: answers[503] ?? 0, detail }
    },
  },
  {
    name: 'load: 500 connections, answers but 200 and 503',
    bar: 0,
    unit: '',
    run: async (options) => {
      const { flooded } = await load(options)
      const { 200: pages = 0, 503: refusals = 0, ...others } = flooded.answers
      const value = Object.values(others).reduce((sum, count) => sum + count, 0)
      const came = `${pages} pages of ${pages + refusals}, ${inWords(flooded.times.page)}`
      return { value, detail: `${value ? JSON.stringify(others) : ''} ${came}` }
    },
  },
  {
    name: 'load: 500 connections, event loop held',
    bar: 250,
    unit: 'ms',
    run: async (options) => {
      const { loop, megabytes } = await load(options)
      return {
        value: loop.max,
        detail: `longest; p99 ${loop.p99.toFixed(0)} ms; ${megabytes.toFixed(0)} MB`,
      }
    },
  },
  {
    name: 'load: 500 connections, the way in meanwhile',
    bar: 1_000,
    unit: 'ms',
    run: async (options) => {
      const { wayIn } = await load(options)
      return { value: Math.max(...wayIn), detail: `longest of ${wayIn.length}; ${inWords(wayIn)}` }
    },
  },
  {
    name: 'load: 500 connections, until pages come as before',
    bar: 1_000,
    unit: 'ms',
    run: async (options) => {
      const { recovered } = await load(options)
      return {
        value: recovered,
        detail: 'from the last of their answers to a page as quick as when idle',
      }
    },
  },
]

const load = measuredOnce(async ({ quick }: BenchOptions) => {
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

function inWords(times: number[]) {
  const at = (share: number) => (percentile(times, share) ?? 0).toFixed(1)
  return `p50 ${at(0.5)}, p95 ${at(0.95)}, p99 ${at(0.99)} ms`
}

function byTheClock(
  { busy }: { busy: { times: Record<'page' | 'thumbnail', number[]> } },
  kind: 'page' | 'thumbnail'
) {
  const times = busy.times[kind]
  return { value: percentile(times, 0.95), detail: `${inWords(times)}; ${times.length} answers` }
}
