import db from '@adonisjs/lucid/services/db'
import type JobRun from '#queue/models/job_run'
import type JobRunItem from '#queue/models/job_run_item'
import { personOf } from '#queue/person'
import { RunJob, type ItemResult } from '#queue/run_job'
import { findPlan } from '#duplicates/plans'
import { insertGroups, matchingGroups, planMade } from '#duplicates/plans/making'
import { planGroup, type PlannedGroup } from '#duplicates/plans/planning'

/** Plans all groups that match a filter, a page of them at a time. */
export default class MakePlanJob extends RunJob {
  static kind = 'duplicates.make_plan'

  async *plan(run: JobRun) {
    const { ids, filters } = run.payload
    const pages = ids ? [ids as number[]] : matchingGroups(filters, await personOf(run))
    let from = 1
    for await (const page of pages) {
      const until = from + page.length - 1
      yield { label: `${from}–${until}`, payload: { ids: page } }
      from = until + 1
    }
  }

  async perform(item: JobRunItem, run: JobRun): Promise<ItemResult> {
    const by = await personOf(run)
    const plan = await findPlan(run.payload.planId, by)
    if (!plan) return { state: 'skipped', message: 'The plan is gone.' }
    const bodies: PlannedGroup[] = []
    for (const id of (item.payload as { ids: number[] }).ids) {
      const planned = await planGroup(id, plan.terms, by)
      if (planned) bodies.push(planned)
    }
    return db.transaction(async (trx) => {
      await insertGroups(trx, plan.id, bodies)
      return run.record(trx, item, { state: 'done', message: `${bodies.length} groups` })
    })
  }

  async finish(run: JobRun) {
    await planMade(run.payload.planId)
  }
}
