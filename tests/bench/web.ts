import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { join, resolve } from 'node:path'
import sharp from 'sharp'
import { productionEnv } from '../../bin/steps/project.js'
import { createVisitor, logIn, type Visitor } from '#tests/helpers/visitor'
import { benchLibrary } from './dataset.js'
import { percentile, type BenchOptions, type BenchRow } from './rows.js'

/** Below the bench's own, which run.ts chooses. */
const port = String(Number(process.env.PORT) - 1)
export const origin = `http://127.0.0.1:${port}`
export const person = { email: 'bench@example.com', password: 'a password to measure with' }

/** The web process as `npm start` runs it, asked by somebody who is logged in. */
export const rows: BenchRow[] = [
  {
    name: 'web: memory after 10,000 pages',
    bar: 300,
    unit: 'MB',
    run: async (options) => {
      const { half, end, pages } = await memory(options)
      return { value: end, detail: `${half.toFixed(0)} MB after half of ${pages} pages` }
    },
  },
  {
    name: 'web: memory, second half against first',
    bar: 1.1,
    unit: '×',
    run: async (options) => {
      const { half, end, pages } = await memory(options)
      return {
        value: end / half,
        detail: `${half.toFixed(0)} MB, then ${end.toFixed(0)} MB, ${pages} pages`,
      }
    },
  },
  {
    name: 'web: library page p95 during an import',
    bar: 3,
    unit: '×',
    run: async (options) => {
      const { idle, busy, imported } = await duringImport(options)
      const detail = `${busy.p95.toFixed(1)} ms against ${idle.p95.toFixed(1)} ms idle; ${imported} pictures came in`
      return { value: busy.p95 / idle.p95, detail }
    },
  },
  {
    name: 'web: event loop held during an import',
    bar: 20,
    unit: 'ms',
    run: async (options) => {
      const { idle, busy } = await duringImport(options)
      const detail = `longest; p99 ${busy.loop.p99.toFixed(1)} ms; idle longest ${idle.loop.max.toFixed(1)} ms`
      return { value: busy.loop.max, detail }
    },
  },
]

const memory = measuredOnce(async (options: BenchOptions) => {
  const pages = options.quick ? 2_000 : 10_000
  return withServer(await library(), async (server, visitor) => {
    const residentAfter = async (count: number) => {
      for (let page = 0; page < count; page++) await look(visitor, page)
      return residentMegabytes(server)
    }
    return { half: await residentAfter(pages / 2), end: await residentAfter(pages / 2), pages }
  })
})

/** Idle and busy stretches in turn, the same number of pages in each, at a person's pace. */
const duringImport = measuredOnce(async (options: BenchOptions) => {
  const folder = await library()
  const pictures = await makePictures(join(folder, 'pictures'), options.quick ? 60 : 200)
  return withServer(folder, async (server, visitor) => {
    const idle = newStretch()
    const busy = newStretch()
    let imported = 0
    await stretch(server, visitor, newStretch())
    for (let round = 0; round < (options.quick ? 2 : 4); round++) {
      await stretch(server, visitor, idle)
      const load = spawn(
        'nice',
        [
          '-n',
          '10',
          process.execPath,
          '--import',
          './bin/typescript.js',
          'tests/bench/import_load.ts',
          pictures,
        ],
        {
          env: { ...process.env, ...environment(folder) },
          stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
        }
      )
      await told(load, 'begun')
      await stretch(server, visitor, busy)
      load.send('stop')
      imported += await told(load, 'imported')
      await once(load, 'exit')
    }
    return { idle: summary(idle), busy: summary(busy), imported }
  })
})

const newStretch = () => ({ times: [] as number[], loop: { max: 0, p99: 0 } })

async function stretch(
  server: ChildProcess,
  visitor: Visitor,
  into: ReturnType<typeof newStretch>
) {
  await loopDelay(server)
  for (let page = 0; page < 100; page++) {
    const started = performance.now()
    await look(visitor, page)
    into.times.push(performance.now() - started)
    await wait(20)
  }
  const { max, p99 } = await loopDelay(server)
  into.loop = { max: Math.max(into.loop.max, max), p99: Math.max(into.loop.p99, p99) }
}

const summary = ({ times, loop }: ReturnType<typeof newStretch>) => ({
  p95: percentile(times, 0.95),
  loop,
})

/** What the loop was held for since the last time it was asked, in milliseconds. */
export async function loopDelay(server: ChildProcess): Promise<{ max: number; p99: number }> {
  server.send('loop')
  return told(server, 'loop')
}

/** What a child says under this name; AdonisJS and the program itself say other things too. */
export async function told(child: ChildProcess, name: string) {
  while (true) {
    const [message] = await once(child, 'message')
    if (message && typeof message === 'object' && name in message) return message[name]
  }
}

const queries = ['', 'tag:tag_3', 'rating:>=4', 'word5', 'model:model-2']

async function look(visitor: Visitor, page: number) {
  const q = encodeURIComponent(queries[page % queries.length])
  const { status } = await visitor.get(`/library?q=${q}`)
  if (status !== 200) throw new Error(`The page answered ${status}`)
}

export async function withServer<Result>(
  folder: string,
  measure: (server: ChildProcess, visitor: Visitor) => Promise<Result>
) {
  const server = spawn(
    process.execPath,
    ['--import', './bin/typescript.js', '--import', './tests/bench/loop_delay.ts', 'bin/server.ts'],
    {
      env: { ...process.env, ...environment(folder) },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    }
  )
  try {
    await Promise.race([told(server, 'isAdonisJS'), refused(server)])
    const visitor = createVisitor(origin)
    const login = await logIn(visitor, person.email, person.password)
    if (login.status !== 302) throw new Error(`Nobody can log in: ${login.status}`)
    return await measure(server, visitor)
  } finally {
    server.kill('SIGKILL')
  }
}

async function refused(server: ChildProcess) {
  const [code] = await once(server, 'exit')
  throw new Error(`The web server ended with code ${code}`)
}

/** A library of 10,000 in a folder of the run's own, and somebody to look at it. */
export async function library() {
  const folder = resolve('tmp/bench/web')
  rmSync(folder, { recursive: true, force: true })
  cpSync(benchLibrary(10_000), folder, { recursive: true, force: true })
  execFileSync(
    process.execPath,
    [
      'ace.js',
      'accounts:create',
      '--name=Bench',
      '--role=editor',
      `--email=${person.email}`,
      `--password=${person.password}`,
    ],
    {
      env: { ...process.env, ...environment(folder) },
      stdio: 'ignore',
    }
  )
  return folder
}

export const environment = (folder: string) => ({
  ...productionEnv,
  DATA_DIR: folder,
  PORT: port,
  HOST: '127.0.0.1',
  APP_KEY: 'only-for-the-bench-0123456789abcdef',
})

async function makePictures(folder: string, count: number) {
  mkdirSync(folder, { recursive: true })
  for (let number = 0; number < count; number++) {
    const noise = { type: 'gaussian' as const, mean: 60 + (number % 120), sigma: 40 }
    await sharp({ create: { width: 1_600, height: 1_200, channels: 3, background: '#000', noise } })
      .jpeg({ quality: 80 })
      .toFile(join(folder, `${number}.jpg`))
  }
  return folder
}

export function residentMegabytes({ pid }: ChildProcess) {
  return Number(readFileSync(`/proc/${pid}/status`, 'utf8').match(/VmRSS:\s+(\d+)/)![1]) / 1_024
}

/** Two rows are read off one measurement. */
export function measuredOnce<Result>(measure: (options: BenchOptions) => Promise<Result>) {
  let result: Promise<Result> | undefined
  return (options: BenchOptions) => (result ??= measure(options))
}
