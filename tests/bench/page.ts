import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createVisitor, type Visitor } from '#tests/helpers/visitor'
import { interleave, type BenchRow } from './rows.js'
import { library, withServer } from './web.js'

const barePort = '3396'

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
      const pages = quick ? 100 : 300
      return withServer(folder, (server, visitor) =>
        withBare(folder, async (bare) => {
          const bareVisitor = createVisitor(`http://127.0.0.1:${barePort}`)
          const { ours, theirs } = await interleave(quick ? 3 : 7, {
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

/** User and system time of a process with all its threads; the kernel counts hundredths of a second. */
function cpuMillisecondsOf(pid: number) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)!.split(' ')
  return (Number(fields[11]) + Number(fields[12])) * 10
}
