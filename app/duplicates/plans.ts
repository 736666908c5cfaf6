import { errors } from '@adonisjs/lucid'
import db from '@adonisjs/lucid/services/db'
import type User from '#accounts/models/user'
import { timestamp } from '#library/curation/changes'
import { startRun } from '#queue/runs'
import JobRun from '#queue/models/job_run'
import type { KeeperRule } from '#duplicates/keeper'
import type { Rest } from '#duplicates/merging'
import { addGroups, insertPlan, planMade } from '#duplicates/plans/making'
import type { PlannedGroup } from '#duplicates/plans/planning'
import type { PresetName } from '#duplicates/presets'
import { Refused } from '#duplicates/refusing'
import type { GroupFilters } from '#duplicates/review_queue'

/** What a plan is made with. */
export interface PlanTerms {
  rules: KeeperRule[]
  rest: Rest
  /** The source folder that 'move' moves to; the default one where not given. */
  folderId?: number
  preset: PresetName
}

export interface Plan {
  id: number
  terms: PlanTerms
  /** While it is made or applied, a job run says how far it is; stopped: that ended before it was made. */
  state: 'making' | 'stopped' | 'ready' | 'applying' | 'undoing'
  groups: number
  /** That leave their place. */
  items: number
  /** That are reclaimed. */
  bytes: number
  jobRunId: number | null
  createdAt: string
  appliedAt: string | null
}

const pageSize = 100

/** Groups planned at once; more of them are a job run's work. */
const mostAtOnce = 50

/**
 * A dry run over some groups, or all that match a filter: nothing is changed, and what would be
 * is written down to be looked at, saved and applied. Answers the plan's number.
 */
export async function planFor(
  groups: { ids: number[] } | { filters: GroupFilters },
  { by, ...terms }: PlanTerms & { by: User }
): Promise<number> {
  const id = await insertPlan(terms, by)
  if ('ids' in groups && groups.ids.length <= mostAtOnce) {
    await addGroups(id, { ids: groups.ids, terms, by })
    await planMade(id)
    return id
  }
  await db.transaction(async (trx) => {
    const order = { kind: 'duplicates.make_plan', title: 'Plan what to do about duplicates' }
    const run = await startRun({ ...order, user: by, payload: { planId: id, ...groups } }, trx)
    await trx.from('duplicate_plans').where('id', id).update({ job_run_id: run.id })
  })
  return id
}

/** The plan, if it is this person's. */
export async function findPlan(id: number, viewer: User): Promise<Plan | null> {
  const row = await plans(viewer).where('p.id', id).first()
  return row && planOf(row)
}

/** The plan, if it is this person's; otherwise E_ROW_NOT_FOUND. */
export async function findPlanOrFail(id: number, viewer: User): Promise<Plan> {
  const plan = await findPlan(id, viewer)
  if (!plan) throw new errors.E_ROW_NOT_FOUND()
  return plan
}

/** This person's plans, newest first. */
export async function plansOf(viewer: User): Promise<Plan[]> {
  const rows = await plans(viewer).orderBy('p.id', 'desc').limit(50)
  return rows.map(planOf)
}

const plans = (viewer: User) =>
  db
    .from('duplicate_plans as p')
    .leftJoin('job_runs as r', 'r.id', 'p.job_run_id')
    .where('p.user_id', viewer.id)
    .select('p.*', 'r.state as run_state')

/** One page of what a plan does; `after` is the number of the last group seen. */
export async function plannedGroups(planId: number, { after = 0, limit = 30 } = {}) {
  const rows = await db
    .from('duplicate_plan_groups')
    .where('plan_id', planId)
    .where('number', '>', after)
    .orderBy('number')
    .limit(limit + 1)
  const groups = rows.slice(0, limit).map((row) => ({
    number: row.number as number,
    changeId: row.change_id as string | null,
    ...(JSON.parse(row.body) as PlannedGroup),
  }))
  return { groups, next: rows.length > limit ? groups.at(-1)!.number : null }
}

/** The groups of a plan as the steps of a job run. */
export async function* planSteps(planId: number) {
  for (let after: number | null = 0; after !== null;) {
    const page: Awaited<ReturnType<typeof plannedGroups>> = await plannedGroups(planId, {
      after,
      limit: pageSize,
    })
    for (const { number, keeper } of page.groups) {
      yield { label: keeper.fileName, payload: { number } }
    }
    after = page.next
  }
}

/** Does what the plan says, as a job run; what changed since it was made is skipped and named. */
export async function applyPlan({ planId, by }: { planId: number; by: User }) {
  return begin({ planId, by, from: 'ready', to: 'applying' }, 'Apply a plan for duplicates')
}

/** Takes back every merge of a plan, as a job run. */
export async function undoPlan({ planId, by }: { planId: number; by: User }) {
  const plan = await findPlanOrFail(planId, by)
  const running = await JobRun.query()
    .withScopes((scopes) => scopes.unfinished())
    .where('id', plan.jobRunId ?? 0)
    .first()
  if (running) throw new Refused('The plan is still being applied. Undo it when that has ended.')
  return begin({ planId, by, from: 'applying', to: 'undoing' }, 'Undo a plan for duplicates')
}

export async function deletePlan({ planId, by }: { planId: number; by: User }) {
  await db.from('duplicate_plans').where({ id: planId, user_id: by.id }).delete()
}

async function begin(
  { planId, by, from, to }: { planId: number; by: User; from: Plan['state']; to: Plan['state'] },
  title: string
) {
  return db.transaction(async (trx) => {
    const changes = to === 'applying' ? { state: to, applied_at: timestamp(trx) } : { state: to }
    const taken = await trx
      .from('duplicate_plans')
      .where({ id: planId, user_id: by.id, state: from })
      .update(changes)
    if (!Number(taken)) throw new Refused('This plan is not ready for that, or done already.')
    const kind = to === 'applying' ? 'duplicates.apply_plan' : 'duplicates.undo_plan'
    /** As the plan itself is nobody else's. */
    const payload = { planId, visibility: 'private' }
    const run = await startRun({ kind, title, user: by, payload }, trx)
    await trx.from('duplicate_plans').where('id', planId).update({ job_run_id: run.id })
    return run
  })
}

const isStopped = (row: any) =>
  row.state === 'making' && ['failed', 'cancelled'].includes(row.run_state)

const planOf = (row: any): Plan => ({
  ...{ id: row.id, state: isStopped(row) ? 'stopped' : row.state, terms: JSON.parse(row.terms) },
  ...{ groups: row.groups, items: row.items, bytes: Number(row.bytes) },
  ...{ jobRunId: row.job_run_id, createdAt: row.created_at, appliedAt: row.applied_at },
})
