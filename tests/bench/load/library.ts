import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, rmSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { basename, join, resolve } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { createVisitor, logIn, type Visitor } from '#tests/helpers/visitor'
import { environment, origin, person } from '../web.js'

/** An empty library in a folder of the run's own, with an administrator and `count` who look at it. */
export function emptyLibrary(count: number) {
  const folder = resolve('tmp/bench/load')
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  ace(folder, ['migration:run', '--force', '--no-schema-generate'])
  const account = [`--email=${person.email}`, `--password=${person.password}`]
  ace(folder, ['accounts:create', '--name=Bench', '--role=admin', ...account])
  const database = new DatabaseSync(join(folder, 'atelier.sqlite3'))
  const copy = database.prepare(
    `INSERT INTO users (email, full_name, password, role, created_at)
      SELECT ?, ?, password, 'viewer', created_at FROM users WHERE email = ?`
  )
  for (let number = 0; number < count; number++) {
    copy.run(emailOf(number), `Viewer ${number}`, person.email)
  }
  database.close()
  return folder
}

const emailOf = (number: number) => `viewer-${number}@example.com`

function ace(folder: string, words: string[]) {
  execFileSync(process.execPath, ['ace.js', ...words], {
    env: { ...process.env, ...environment(folder) },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
}

/** The cookies of everybody who looks, each logged in by the form. */
export async function logInAll(count: number) {
  const cookies: string[] = []
  for (let number = 0; number < count; number++) {
    const visitor = createVisitor(origin)
    const { status } = await logIn(visitor, emailOf(number), person.password)
    if (status !== 302) throw new Error(`${emailOf(number)} cannot log in: ${status}`)
    cookies.push([...visitor.cookies].map(([name, value]) => `${name}=${value}`).join('; '))
  }
  return cookies
}

/** The worker as `npm start` runs it. */
export async function withWorker<Result>(folder: string, measure: () => Promise<Result>) {
  const worker = spawn('nice', ['-n', '10', process.execPath, 'ace.js', 'queue:work'], {
    env: { ...process.env, ...environment(folder), ATELIER_SUPERVISED: '1' },
    detached: true,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  try {
    return await measure()
  } finally {
    await ended(worker)
  }
}

function ended(worker: ChildProcess) {
  const gone = once(worker, 'exit')
  worker.kill('SIGTERM')
  return gone
}

/** Has the folder copied in as an administrator does, and answers how many files came in a second. */
export async function importFolder(folder: string, admin: Visitor, pictures: string) {
  const path = '/admin/source-folders'
  await admin.get(`${path}/new`)
  const details = { name: basename(pictures), path: pictures, mode: 'copy', visibility: 'everyone' }
  const { location } = await admin.post(path, details)
  if (!location?.endsWith(path)) throw new Error(`The folder was not taken: ${location}`)
  const started = performance.now()
  const run = await untilFinished(folder)
  const files = Number(run.done)
  return { files, perSecond: files / ((performance.now() - started) / 1_000) }
}

/** The newest scan of a folder, once it is over. */
async function untilFinished(folder: string) {
  const database = new DatabaseSync(join(folder, 'atelier.sqlite3'), { readOnly: true })
  const newest = database.prepare(
    `SELECT * FROM job_runs WHERE kind = 'library.scan_source_folder' ORDER BY id DESC LIMIT 1`
  )
  try {
    while (true) {
      const run = newest.get()
      if (run?.finished_at) return run
      await wait(100)
    }
  } finally {
    database.close()
  }
}
