import User from '#accounts/models/user'
import JobRun from '#queue/models/job_run'
import type { Watcher } from '#queue/progress/streams'

const checkInterval = 2_000
const mostRuns = 100

let usersCheckedAt = 0
let present: Map<number, User> = new Map()
let active: number[] = []
let newest = 0

/** Asks for the watchers' accounts every two seconds: a disabled person's streams end, a new role counts. */
export async function mayStillWatch(watchers: Watcher[]) {
  const ids = [...new Set(watchers.map(({ user }) => user.id))]
  if (Date.now() - usersCheckedAt > checkInterval || ids.some((id) => !present.has(id))) {
    const users = await User.query().whereIn('id', ids).whereNull('disabled_at')
    present = new Map(users.map((user) => [user.id, user]))
    usersCheckedAt = Date.now()
  }
  return (watcher: Watcher) => {
    const user = present.get(watcher.user.id)
    if (user) watcher.user = user
    return !!user
  }
}

/** What is under way, what was so at the last look, what is new since, and what somebody has open. */
export async function runsToTell(watchers: Watcher[]) {
  newest ||= await newestId()
  const open = watchers.flatMap(({ runId }) => runId ?? [])
  const runs = await JobRun.query()
    .where((query) => query.apply((scopes) => scopes.unfinished()))
    .orWhere('id', '>', newest)
    .orWhereIn('id', [...new Set([...open, ...active])])
    .preload('user')
    .orderBy('id', 'desc')
    .limit(mostRuns)
  active = runs.filter((run) => run.isUnfinished).map((run) => run.id)
  newest = Math.max(newest, runs[0]?.id ?? 0)
  return runs.reverse()
}

/** Nobody watches: the next watcher begins with what is there then. */
export function forget() {
  newest = 0
  active = []
  present = new Map()
}

async function newestId() {
  const run = await JobRun.query().orderBy('id', 'desc').select('id').first()
  return run?.id ?? 0
}
