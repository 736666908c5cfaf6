import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type User from '#accounts/models/user'
import { timestamp } from '#library/curation/changes'
import { chunksOf } from '#duplicates/groups/chunks'
import type { PlanTerms } from '#duplicates/plans'
import { planGroup, type PlannedGroup } from '#duplicates/plans/planning'
import { duplicateGroupsPage, findGroup, type GroupFilters } from '#duplicates/review_queue'

const pageSize = 100

/** Plans the groups of these numbers that the person sees, behind those planned already. */
export async function addGroups(
  planId: number,
  { ids, terms, by }: { ids: number[]; terms: PlanTerms; by: User }
) {
  const bodies: PlannedGroup[] = []
  for (const id of ids) {
    const group = await findGroup(id, by)
    const planned = group && (await planGroup(group.id, terms, by))
    if (planned) bodies.push(planned)
  }
  await db.transaction((trx) => insertGroups(trx, planId, bodies))
}

/** The numbers of all groups that match, page by page. */
export async function* matchingGroups(filters: GroupFilters, viewer: User) {
  let after: string | undefined
  do {
    const page = await duplicateGroupsPage({ filters, viewer, after, limit: pageSize })
    if (page.groups.length) yield page.groups.map(({ id }) => id)
    after = page.next ?? undefined
  } while (after)
}

export async function insertPlan(terms: PlanTerms, by: User): Promise<number> {
  const [inserted] = await db
    .table('duplicate_plans')
    .insert({
      user_id: by.id,
      terms: JSON.stringify(terms),
      created_at: timestamp(db.connection()),
    })
    .returning('id')
  return inserted.id ?? inserted
}

export async function insertGroups(
  trx: TransactionClientContract,
  planId: number,
  bodies: PlannedGroup[]
) {
  const { last } = await trx
    .from('duplicate_plan_groups')
    .where('plan_id', planId)
    .max('number as last')
    .firstOrFail()
  const rows = bodies.map((body, at) => ({
    plan_id: planId,
    number: Number(last ?? 0) + at + 1,
    body: JSON.stringify(body),
  }))
  for (const some of chunksOf(rows, pageSize)) {
    await trx.table('duplicate_plan_groups').multiInsert(some)
  }
  await trx
    .from('duplicate_plans')
    .where('id', planId)
    .increment({
      groups: bodies.length,
      items: bodies.reduce((sum, { others }) => sum + others.length, 0),
      bytes: bodies.reduce((sum, { bytes }) => sum + bytes, 0),
    })
}

export async function planMade(planId: number) {
  await db.from('duplicate_plans').where('id', planId).update({ state: 'ready' })
}
