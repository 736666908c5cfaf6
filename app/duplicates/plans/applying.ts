import { randomUUID } from 'node:crypto'
import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type User from '#accounts/models/user'
import type { ItemResult } from '#queue/run_job'
import { findMembers } from '#duplicates/members'
import { performFileOperations } from '#duplicates/files/operations'
import { finishMerge, mergeWithin } from '#duplicates/merging'
import { lookAtFiles } from '#duplicates/merging/looking'
import type { PlanTerms } from '#duplicates/plans'
import { changedFiles, changedRows, type PlannedGroup } from '#duplicates/plans/planning'
import { Refused } from '#duplicates/refusing'
import { finishUndo, undoWithin } from '#duplicates/undoing'

interface Step {
  planId: number
  number: number
  by: User
}

/** Writes the result of a step beside its effect. */
type Record = (trx: TransactionClientContract, result: ItemResult) => Promise<ItemResult>

/** Merges one group of a plan exactly as planned, or skips it and says what changed since. */
export async function applyGroup({ planId, number, by }: Step, record: Record) {
  const { terms, row } = await stepOf(planId, number)
  if (!row) return skipped('The plan is gone.')
  const group: PlannedGroup = JSON.parse(row.body)
  const changeId = randomUUID()
  const ids = [group.keeper, ...group.others].map(({ id }) => id)
  const [keeperId, ...otherIds] = ids
  const { rest, folderId, preset } = terms
  const order = { keeperId, otherIds, by, rest, folderId, preset, changeId }
  try {
    const files = await changedFiles(group, await findMembers(ids, by))
    const looked = await lookAtFiles(order)
    const result = await db.transaction(async (trx) => {
      const rows = changedRows(group, await findMembers(ids, by, trx))
      const changed = [...new Set([...rows, ...files])]
      if (changed.length) return record(trx, skipped(`Changed since: ${changed.join(', ')}.`))
      const { text } = await mergeWithin(trx, { ...order, looked })
      await step(trx, planId, number).update({ change_id: changeId })
      return record(trx, { state: 'done', message: text, assetId: keeperId })
    })
    await finishMerge(changeId)
    return result
  } catch (error) {
    if (error instanceof Refused) return skipped(error.message)
    throw error
  }
}

/** Takes the merge of one group of a plan back. */
export async function undoGroup({ planId, number, by }: Step, record: Record) {
  const { row } = await stepOf(planId, number)
  if (!row?.change_id) return skipped('It was not merged.')
  await performFileOperations(row.change_id)
  const undoId = randomUUID()
  const result = await db.transaction(async (trx) => {
    const { text } = await undoWithin(trx, { changeId: row.change_id, by, undoId })
    return record(trx, { state: 'done', message: text })
  })
  await finishUndo(undoId)
  return result
}

const skipped = (message: string): ItemResult => ({ state: 'skipped', message })

const step = (client: TransactionClientContract, planId: number, number: number) =>
  client.from('duplicate_plan_groups').where({ plan_id: planId, number })

async function stepOf(planId: number, number: number) {
  const plan = await db.from('duplicate_plans').where('id', planId).first()
  const row = await db.from('duplicate_plan_groups').where({ plan_id: planId, number }).first()
  return { terms: JSON.parse(plan?.terms ?? '{}') as PlanTerms, row }
}
