import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { createVisitor, type Visitor } from '#tests/helpers/visitor'
import { interleave, type BenchRow } from './rows.js'
import { library, withServer } from './web.js'

const barePort = '3396'

/** After so many V8 has compiled what either side runs: the CPU of a page falls until then. */
const warmUp = 2_000

/** The page of sixty tiles, logged in, against node:http with the same SQL: pages per second of CPU. */
export const rows: BenchRow[] = [
  {
    name: 'page: 60 tiles against bare node:http',
    bar: 0.45,
    aim: 0.6,
    better: 'higher',
    unit: '×',
    run: async ({ quick }) => {
      const folder = await library()
      const pages = quick ? 200 : 500
      return withServer(folder, (server, visitor) =>
        withBare(folder, async (bare) => {
          const bareVisitor = createVisitor(`http://127.0.0.1:${barePort}`)
          await cpuPerPage(server.pid!, visitor, warmUp)
          await cpuPerPage(bare, bareVisitor, warmUp)
          const { ours, theirs } = await interleave(quick ? 5 : 9, {
            ours: () => cpuPerPage(server.pid!, visitor, pages),
            theirs: () => cpuPerPage(bare, bareVisitor, pages),
          })
          const detail = `${ours.toFixed(2)} ms CPU a page against ${theirs.toFixed(2)} ms`
          return { value: theirs / ours, detail }
        })
      )
    },
  },
]

async function withBare<Result>(folder: string, measure: (pid: number) => Promise<Result>) {
  const server = spawn(
    process.execPath,
    ['--import', './bin/typescript.js', 'tests/bench/bare_server.ts'],
    {
      env: { ...process.env, DATA_DIR: folder, PORT: barePort },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    }
  )
  try {
    await once(server, 'message')
    return await measure(server.pid!)
  } finally {
    server.kill('SIGKILL')
  }
}

async function cpuPerPage(pid: number, visitor: Visitor, pages: number) {
  const before = cpuMillisecondsOf(pid)
  for (let page = 0; page < pages; page++) {
    const { status, text } = await visitor.get('/library')
    if (status !== 200 || !text.includes('class="tile"')) throw new Error(`It answered ${status}`)
  }
  return (cpuMillisecondsOf(pid) - before) / pages
}

/** What all threads of a process have run, which the kernel counts in nanoseconds. */
function cpuMillisecondsOf(pid: number) {
  const threads = readdirSync(`/proc/${pid}/task`)
  const nanoseconds = threads.map((thread) =>
    Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0])
  )
  return nanoseconds.reduce((sum, each) => sum + each, 0) / 1e6
}
