import type JobRun from '#queue/models/job_run'
import type { ItemState } from '#queue/models/job_run_item'

const states = {
  queued: { label: 'Waiting', tone: undefined, icon: 'clock' },
  running: { label: 'Running', tone: 'accent', icon: 'play' },
  succeeded: { label: 'Done', tone: 'good', icon: 'check' },
  failed: { label: 'Failed', tone: 'bad', icon: 'circle-alert' },
  cancelled: { label: 'Cancelled', tone: undefined, icon: 'ban' },
}

/** The badge of a run. Done with failures is not the same as done. */
export function runBadge(run: JobRun) {
  if (run.isUnfinished && run.cancelRequestedAt)
    return { label: 'Cancelling', tone: 'warn', icon: 'ban' }
  if (run.isUnattended) return { label: 'Waiting for the worker', tone: 'warn', icon: 'clock' }
  if (run.state === 'running' && !run.plannedAt) return { ...states.running, label: 'Counting' }
  if (run.state === 'succeeded' && run.failed > 0) {
    return { label: `Done, ${count(run.failed)} failed`, tone: 'warn', icon: 'triangle-alert' }
  }
  return states[run.state]
}

export const stateName = (state: JobRun['state']) => states[state].label

export const itemBadges = {
  queued: { label: 'Waiting', tone: undefined },
  done: { label: 'Done', tone: 'good' },
  failed: { label: 'Failed', tone: 'bad' },
  skipped: { label: 'Skipped', tone: undefined },
}

/** "1,204 of 30,000 · 3 failed · 12 skipped" */
export function runCounts(run: JobRun) {
  if (run.total === null) return run.isUnfinished ? 'Nothing counted yet' : 'Nothing done'
  const all = run.plannedAt
    ? `${count(run.handled)} of ${count(run.total)}`
    : `${count(run.total)} found so far`
  const failed = run.failed ? ` · ${count(run.failed)} failed` : ''
  const skipped = run.skipped ? ` · ${count(run.skipped)} skipped` : ''
  return all + failed + skipped
}

/** How many items are in which state, as the tabs of a run say it; no state is all of them. */
export function itemCounts(run: JobRun) {
  const waiting = Math.max(0, (run.total ?? 0) - run.handled)
  const counts: [label: string, state: ItemState | undefined, number: number][] = [
    ['All', undefined, run.total ?? 0],
    ['Failed', 'failed', run.failed],
    ['Skipped', 'skipped', run.skipped],
    ['Done', 'done', run.done],
    ['Waiting', 'queued', waiting],
  ]
  return counts.map(([label, state, number]) => ({ label, state, count: count(number) }))
}

/** "12 a second, about 4 min left" while it runs, "took 2 min" after it. */
export function runPace(run: JobRun) {
  if (run.state === 'running' && run.rate && !run.isUnattended) {
    const left = run.secondsLeft === null ? '' : `, about ${duration(run.secondsLeft)} left`
    return pace(run.rate) + left
  }
  if (run.finishedAt && run.startedAt) {
    return `took ${duration(run.finishedAt.diff(run.startedAt).as('seconds'))}`
  }
  return ''
}

/** A length of time in the one unit that matters: "40 s", "12 min", "3 h 5 min". */
export function duration(seconds: number) {
  if (seconds < 90) return `${Math.max(1, Math.round(seconds))} s`
  const minutes = Math.round(seconds / 60)
  if (minutes < 90) return `${minutes} min`
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}

export const count = (number: number) => number.toLocaleString('en')

function pace(perSecond: number) {
  if (perSecond >= 1) return `${count(Math.round(perSecond))} a second`
  return `${count(Math.max(1, Math.round(perSecond * 60)))} a minute`
}

/** `library.scan_source_folder` as people read it: “Library: scan source folder”. */
export function kindName(kind: string) {
  const [room, work = ''] = kind.split('.')
  return `${room[0].toUpperCase()}${room.slice(1)}: ${work.replaceAll('_', ' ')}`
}
