import type User from '#accounts/models/user'
import JobRun, { type RunState } from '#queue/models/job_run'
import JobRunItem, { type ItemState } from '#queue/models/job_run_item'

const runsOnAPage = 30
const itemsOnAPage = 50

/** What people look for first comes first. */
const itemOrder: ItemState[] = ['failed', 'skipped', 'done', 'queued']

/** A page of the runs this person may see, newest first, and the `before` of the next one. */
export async function listRuns(user: User, filter: { state?: RunState; before?: number } = {}) {
  const query = JobRun.query()
    .apply((scopes) => scopes.visibleTo(user))
    .preload('user')
    .orderBy('id', 'desc')
    .limit(runsOnAPage + 1)
  if (filter.state) query.where('state', filter.state)
  if (filter.before) query.where('id', '<', filter.before)
  const runs = await query
  const hasMore = runs.length > runsOnAPage
  const page = runs.slice(0, runsOnAPage).map((run) => run.showTo(user))
  return { runs: page, nextBefore: hasMore ? page[page.length - 1].id : undefined }
}

/** The run, if it is there for this person; throws E_ROW_NOT_FOUND otherwise. */
export async function findRun(user: User, id: number | string) {
  const run = await JobRun.query()
    .apply((scopes) => scopes.visibleTo(user))
    .where('id', Number.isSafeInteger(Number(id)) ? Number(id) : 0)
    .preload('user')
    .firstOrFail()
  return run.showTo(user)
}

/** A page of items, failed ones first, and the `after` of the next one; none of a run that is concealed. */
export async function listItems(
  run: JobRun,
  viewer: User,
  filter: { state?: ItemState; after?: string }
) {
  if (run.concealed) return { items: [], nextAfter: undefined }
  const [from, id] = filter.after?.split('.') ?? []
  const states = filter.state ? [filter.state] : itemOrder
  const items: JobRunItem[] = []
  for (const state of states.slice(Math.max(0, states.indexOf(from as ItemState)))) {
    const room = itemsOnAPage + 1 - items.length
    if (room > 0) items.push(...(await itemsOf(run, state, state === from ? Number(id) : 0, room)))
  }
  const page = items.slice(0, itemsOnAPage)
  const last = page[page.length - 1]
  return {
    items: page.map((item) => item.showTo(viewer)),
    nextAfter: items.length > page.length ? `${last.state}.${last.id}` : undefined,
  }
}

/** The rail's summary of what runs for this person: how many runs, and how far they are together. */
export async function activity(user: User) {
  const runs = await JobRun.query()
    .apply((scopes) => scopes.visibleTo(user))
    .apply((scopes) => scopes.unfinished())
    .orderBy('id')
    .limit(100)
  for (const run of runs) run.showTo(user)
  const planned = runs.filter((run) => run.plannedAt)
  const total = planned.reduce((sum, run) => sum + (run.total ?? 0), 0)
  const handled = planned.reduce((sum, run) => sum + run.handled, 0)
  return { runs, percent: total ? Math.floor((handled / total) * 100) : null }
}

function itemsOf(run: JobRun, state: ItemState, after: number, limit: number) {
  return JobRunItem.query()
    .where({ jobRunId: run.id, state })
    .where('id', '>', after)
    .orderBy('id')
    .limit(limit)
}
