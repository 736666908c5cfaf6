import type { PassThrough } from 'node:stream'
import type JobRun from '#queue/models/job_run'
import { listMessage, runMessage } from '#queue/progress/messages'
import { forget, runsToTell } from '#queue/progress/polling'
import {
  isSilent,
  watch,
  type Channel,
  type Telling,
  type Viewer,
  type Watcher,
} from '#queue/progress/streams'

/** What somebody has open: one run, or the list where `runId` is absent. */
export interface Subject {
  runId?: number
  known: Set<number>
  told: Map<number, string>
}

const channel: Channel<Subject> = {
  async look(watchers) {
    const runs = await runsToTell(watchers.flatMap(({ subject }) => subject.runId ?? []))
    return (each) => tell(each, runs)
  },
  forget,
}

/** Streams the runs of the list this person has open. False when there are too many streams. */
export function watchList(viewer: Viewer, stream: PassThrough, runs: JobRun[]) {
  const known = new Set(runs.map((run) => run.id))
  return watch(channel, viewer, { stream, subject: { known, told: new Map() } })
}

/** Streams one run until it ends. False when there are too many streams. */
export function watchRun(viewer: Viewer, stream: PassThrough, run: JobRun) {
  const subject = { runId: run.id, known: new Set<number>(), told: new Map() }
  return watch(channel, viewer, { stream, subject })
}

async function tell(each: Watcher<Subject>, runs: JobRun[]): Promise<Telling> {
  const { runId, known, told } = each.subject
  const mine = runs.filter((run) => isFor(each, run))
  const news = mine.filter((run) => told.get(run.id) !== version(run))
  if (news.length === 0 && !isSilent(each)) return {}
  if (runId && mine.length === 0) return { ends: true }
  for (const run of mine) run.showTo(each.user)
  const text = runId ? await runMessage(mine[0]) : await listMessage(known, news)
  for (const run of news) {
    told.set(run.id, version(run))
    if (run.id > Math.max(0, ...known)) known.add(run.id)
  }
  return { text, ends: !!runId && !mine[0].isUnfinished }
}

function isFor({ subject, user }: Watcher<Subject>, run: JobRun) {
  if (subject.runId) return run.id === subject.runId
  return user.isAdmin || run.userId === user.id
}

function version(run: JobRun) {
  const { state, total, done, failed, skipped, isUnattended } = run
  const steps = [!!run.cancelRequestedAt, !!run.plannedAt, isUnattended]
  return [state, total, done, failed, skipped, ...steps].join()
}
