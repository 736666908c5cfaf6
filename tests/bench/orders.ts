import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { createVisitor, logIn, type Visitor } from '#tests/helpers/visitor'
import { percentile, type BenchRow } from './rows.js'
import { environment, library, origin, person, withServer } from './web.js'

const watchers = 20
const streamsEach = 5

/** An order of the built-in provider, made by a worker of its own while people look at its page. */
export const rows: BenchRow[] = [
  {
    name: 'order: its page p95 while it is made, against the library page',
    bar: 3,
    unit: '×',
    run: async ({ quick }) => {
      const count = quick ? 100 : 500
      const folder = await library()
      return withServer(folder, async (server, visitor) => {
        const path = await place(folder, visitor, count)
        const streams = watch(await guests(folder), `${path}/progress`)
        const worker = startWorker(folder)
        try {
          const { page, list, seconds } = await lookOn(visitor, path)
          const [ours, theirs] = [percentile(page, 0.95), percentile(list, 0.95)]
          const detail = [
            `${ours.toFixed(1)} ms against ${theirs.toFixed(1)} ms`,
            `${count} items, ${(count / seconds).toFixed(1)} a second`,
            `web ${megabytes(server)} MB, worker ${megabytes(worker)} MB`,
            `${streams.listening()} of ${watchers} watchers got news`,
          ]
          return { value: ours / theirs, detail: detail.join('; ') }
        } finally {
          streams.close()
          worker.kill('SIGKILL')
        }
      })
    },
  },
]

/** A project by its form, an order by the command: the path of the order's page. */
async function place(folder: string, visitor: Visitor, count: number) {
  await visitor.get('/projects/create')
  await visitor.post('/projects', { name: 'Bench', visibility: 'everyone' })
  const order = ['--project=Bench', '--model=sample/shapes', '--prompt=a fox', `--count=${count}`]
  const small = ['--param=width=256', '--param=height=256', '--param=delay=0']
  const answer = run(folder, [
    'studio:order',
    ...order,
    ...small,
    `--user=${person.email}`,
    '--json',
  ])
  return `/orders/${JSON.parse(answer.trim().split('\n').at(-1)!).order}`
}

/** Both pages in turn, at a person's pace, until the order's page no longer refreshes itself. */
async function lookOn(visitor: Visitor, path: string) {
  const [page, list] = [[] as number[], [] as number[]]
  const began = performance.now()
  for (let isDone = false; !isDone;) {
    const shown = await timed(visitor, path, page)
    await timed(visitor, '/library', list)
    isDone = !shown.includes('http-equiv="refresh"')
    await wait(20)
  }
  return { page, list, seconds: (performance.now() - began) / 1000 }
}

async function timed(visitor: Visitor, path: string, into: number[]) {
  const began = performance.now()
  const { status, text } = await visitor.get(path)
  into.push(performance.now() - began)
  if (status !== 200) throw new Error(`${path} answered ${status}`)
  return text
}

/** As many people as it takes: one may have so many streams open and no more. */
async function guests(folder: string) {
  const visitors: Visitor[] = []
  for (let number = 0; number < watchers / streamsEach; number++) {
    const email = `guest-${number}@example.com`
    const account = ['--name=Guest', '--role=viewer', `--email=${email}`]
    run(folder, ['accounts:create', ...account, `--password=${person.password}`])
    const visitor = createVisitor(origin)
    await logIn(visitor, email, person.password)
    visitors.push(visitor)
  }
  return visitors
}

function run(folder: string, words: string[]) {
  const env = { ...process.env, ...environment(folder) }
  return execFileSync(process.execPath, ['ace.js', ...words], { env, encoding: 'utf8' })
}

/** People who leave the page open; each counts once something arrived. */
function watch(visitors: Visitor[], path: string) {
  const stop = new AbortController()
  const heard = new Set<number>()
  const cookies = visitors.map(({ cookies: kept }) =>
    [...kept].map(([name, value]) => `${name}=${value}`).join('; ')
  )
  const listen = async (number: number) => {
    const headers = { Cookie: cookies[number % cookies.length], Accept: 'text/event-stream' }
    const { body } = await fetch(origin + path, { headers, signal: stop.signal })
    for await (const part of body!) if (part.length) heard.add(number)
  }
  for (let number = 0; number < watchers; number++) listen(number).catch(() => {})
  return { listening: () => heard.size, close: () => stop.abort() }
}

function startWorker(folder: string) {
  return spawn(process.execPath, ['--import', './bin/typescript.js', 'tests/bench/order_load.ts'], {
    env: { ...process.env, ...environment(folder) },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
}

function megabytes({ pid }: ChildProcess) {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  return Math.round(Number(status.match(/VmRSS:\s+(\d+)/)![1]) / 1024)
}
