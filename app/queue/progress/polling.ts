import db from '@adonisjs/lucid/services/db'
import User from '#accounts/models/user'
import JobRun from '#queue/models/job_run'
import type { Watcher } from '#queue/progress/streams'

const checkInterval = 2_000
const mostRuns = 100

let checkedAt = 0
let present: Map<number, User> = new Map()
let active: number[] = []
let newest = 0

/**
 * Asks for the watchers' accounts and sessions every two seconds: streams end with their
 * session and with a person who is disabled, and a new role counts.
 */
export async function mayStillWatch(watchers: Watcher[]) {
  if (Date.now() - checkedAt > checkInterval || watchers.some((each) => !each.sessionState)) {
    const ids = [...new Set(watchers.map(({ user }) => user.id))]
    const users = await User.query().whereIn('id', ids).whereNull('disabled_at')
    present = new Map(users.map((user) => [user.id, user]))
    await checkSessions(watchers)
    checkedAt = Date.now()
  }
  return (watcher: Watcher) => {
    const user = present.get(watcher.user.id)
    if (user) watcher.user = user
    return !!user && watcher.sessionState !== 'ended'
  }
}

async function checkSessions(watchers: Watcher[]) {
  const ids = watchers.map(({ sessionId }) => sessionId)
  const rows = await db
    .from('sessions')
    .whereIn('id', ids)
    .where('expires_at', '>', new Date())
    .select('id')
  const live = new Set(rows.map(({ id }) => id))
  for (const each of watchers) {
    if (live.has(each.sessionId)) each.sessionState = 'live'
    else
      each.sessionState = each.sessionState === 'live' ? 'ended' : (each.sessionState ?? 'absent')
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
