import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import db from '@adonisjs/lucid/services/db'
import app from '@adonisjs/core/services/app'
import JobRun from '#queue/models/job_run'

const workers = new Set<ReturnType<typeof spawn>>()

/** A real worker process on the tests' database. */
export function startWorker() {
  const worker = spawn(process.execPath, ['ace.js', 'queue:work'], {
    cwd: app.makePath(),
    env: {
      ...process.env,
      NODE_ENV: 'test',
      UV_THREADPOOL_SIZE: '16',
    },
    stdio: ['ignore', process.env.WORKER_LOG ? 'inherit' : 'ignore', 'inherit'],
  })
  workers.add(worker)
  const exited = once(worker, 'exit').then(([code, signal]) => {
    workers.delete(worker)
    return { code: code as number | null, signal: signal as string | null }
  })
  return { exited, kill: (signal: NodeJS.Signals = 'SIGKILL') => worker.kill(signal) }
}

export type TestWorker = ReturnType<typeof startWorker>

export async function killWorkers() {
  await Promise.all(
    [...workers].map((worker) => {
      worker.kill('SIGKILL')
      return once(worker, 'exit')
    })
  )
}

export async function createProbeEffects() {
  await db.rawQuery('CREATE TABLE IF NOT EXISTS probe_effects (item_id integer, attempt integer)')
}

/** Waits until the run is as wanted; says how it is when that takes too long. */
export async function untilRun(
  id: number,
  isWanted: (run: JobRun) => boolean,
  milliseconds = 50_000
) {
  const end = Date.now() + milliseconds
  while (true) {
    const run = await JobRun.findOrFail(id)
    if (isWanted(run)) return run
    if (Date.now() > end) throw new Error(`Still not so: ${JSON.stringify(run.$attributes)}`)
    await delay(20)
  }
}

export const untilFinished = (id: number, milliseconds?: number) =>
  untilRun(id, (run) => !run.isUnfinished, milliseconds)

/** What the run says it counted, and what its items say. */
export async function counts(run: JobRun) {
  const rows = await db
    .from('job_run_items')
    .where('job_run_id', run.id)
    .groupBy('state')
    .select('state')
    .count('* as count')
  const of = (state: string) => Number(rows.find((row) => row.state === state)?.count ?? 0)
  const { total, done, failed, skipped } = run
  return {
    told: { total, done, failed, skipped },
    counted: {
      total: rows.reduce((sum, row) => sum + Number(row.count), 0),
      done: of('done'),
      failed: of('failed'),
      skipped: of('skipped'),
    },
  }
}

export async function effects() {
  const rows = await db.from('probe_effects').where('item_id', '>', 0).orderBy('item_id')
  return rows.map((row) => row.item_id as number)
}
