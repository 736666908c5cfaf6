import JobRun from '#queue/models/job_run'

const mostRuns = 100

let active: number[] = []
let newest = 0

/** What is under way, what was so at the last look, what is new since, and what somebody has open. */
export async function runsToTell(open: number[]) {
  newest ||= await newestId()
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
}

async function newestId() {
  const run = await JobRun.query().orderBy('id', 'desc').select('id').first()
  return run?.id ?? 0
}
