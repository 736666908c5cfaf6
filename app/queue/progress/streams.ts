import type { PassThrough } from 'node:stream'
import app from '@adonisjs/core/services/app'
import logger from '@adonisjs/core/services/logger'
import type User from '#accounts/models/user'
import type JobRun from '#queue/models/job_run'
import { forget, mayStillWatch, runsToTell } from '#queue/progress/polling'
import { listMessage, runMessage } from '#queue/progress/messages'

export type Viewer = { user: User; sessionId: string }

/** One open stream: of a run, or of the list where `runId` is absent. */
export type Watcher = Viewer & {
  stream: PassThrough
  runId?: number
  /** What the last look at the sessions found; absent before it. One kept elsewhere is never there. */
  sessionState?: 'absent' | 'live' | 'ended'
  known: Set<number>
  told: Map<number, string>
  toldAt: number
  since: number
}

const perUser = 5
const perProcess = 200
const pollInterval = app.inTest ? 100 : 1_000
const longestSilence = 3_000
const longestLife = 10 * 60_000
const mostUnread = 256 * 1024

const watchers = new Set<Watcher>()
let timer: NodeJS.Timeout | undefined
let closesAtEnd = false

/** Streams the runs of the list this person has open. False when there are too many streams. */
export function watchList(viewer: Viewer, stream: PassThrough, runs: JobRun[]) {
  return watch({ ...watcher(viewer, stream), known: new Set(runs.map((run) => run.id)) })
}

/** Streams one run until it ends. False when there are too many streams. */
export function watchRun(viewer: Viewer, stream: PassThrough, run: JobRun) {
  return watch({ ...watcher(viewer, stream), runId: run.id })
}

/** Who logs out sees nothing more, in no other window either. */
export function closeStreamsOf(sessionId: string) {
  for (const each of watchers) if (each.sessionId === sessionId) close(each)
}

export const openStreams = () => watchers.size

const watcher = (viewer: Viewer, stream: PassThrough): Watcher => ({
  ...viewer,
  stream,
  known: new Set(),
  told: new Map(),
  toldAt: 0,
  since: Date.now(),
})

function watch(each: Watcher) {
  const own = [...watchers].filter(({ user }) => user.id === each.user.id)
  if (own.length >= perUser || watchers.size >= perProcess) return false
  watchers.add(each)
  each.stream.on('close', () => watchers.delete(each))
  timer ??= setTimeout(poll, 0)
  if (!closesAtEnd) app.terminating(() => watchers.forEach(close))
  closesAtEnd = true
  return true
}

function close(each: Watcher) {
  watchers.delete(each)
  each.stream.end()
}

/** One look at the database for everybody, as long as anybody watches. */
async function poll() {
  try {
    const all = [...watchers]
    const allowed = await mayStillWatch(all)
    const runs = await runsToTell(all)
    for (const each of all) {
      if (!allowed(each) || Date.now() - each.since > longestLife) close(each)
      else await tell(each, runs)
    }
  } catch (error) {
    logger.error({ err: error }, 'Telling the progress of job runs failed')
  }
  timer = watchers.size ? setTimeout(poll, pollInterval) : undefined
  if (!timer) forget()
}

async function tell(each: Watcher, runs: JobRun[]) {
  if (each.stream.writableLength > mostUnread) return
  const mine = runs.filter((run) => isFor(each, run))
  const news = mine.filter((run) => each.told.get(run.id) !== version(run))
  if (news.length === 0 && Date.now() - each.toldAt < longestSilence) return
  if (each.runId && mine.length === 0) return close(each)
  for (const run of mine) run.showTo(each.user)
  each.stream.write(each.runId ? await runMessage(mine[0]) : await listMessage(each, news))
  each.toldAt = Date.now()
  for (const run of news) {
    each.told.set(run.id, version(run))
    if (run.id > Math.max(0, ...each.known)) each.known.add(run.id)
  }
  if (each.runId && !mine[0].isUnfinished) close(each)
}

function isFor(each: Watcher, run: JobRun) {
  if (each.runId) return run.id === each.runId
  return each.user.isAdmin || run.userId === each.user.id
}

function version(run: JobRun) {
  const { state, total, done, failed, skipped, isUnattended } = run
  const steps = [!!run.cancelRequestedAt, !!run.plannedAt, isUnattended]
  return [state, total, done, failed, skipped, ...steps].join()
}
