import { randomUUID } from 'node:crypto'
import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type User from '#accounts/models/user'
import { timestamp } from '#library/curation/changes'
import { chunksOf } from '#duplicates/groups/chunks'
import { log } from '#duplicates/log'
import { rebuildSmallGroups } from '#duplicates/groups/rebuilding'
import { Refused } from '#duplicates/refusing'

/** `different`: no duplicates of each other. `variants`: alike, and both wanted. */
export type Verdict = 'different' | 'variants'

/** What was decided, with the handle that takes it back. */
export interface Decided {
  changeId: string
  /** Pairs of contents. */
  count: number
}

type Pair = [assetId: number, assetId: number]

/** Every pair among these items: the whole group, or one pair of two. */
export const pairsAmong = (assetIds: number[]): Pair[] =>
  assetIds.flatMap((one, at) => assetIds.slice(at + 1).map((other): Pair => [one, other]))

/** Each of the selected with each of the others. */
export const pairsBetween = (selected: number[], others: number[]): Pair[] =>
  selected.flatMap((one) => others.map((other): Pair => [one, other]))

/**
 * Keeps a decision about pairs of items this person sees. It is about their contents: it holds
 * wherever the same bytes lie or come back, and says nothing about any third picture.
 */
export async function decide(order: {
  pairs: Pair[]
  verdict: Verdict
  by: User
  trx?: TransactionClientContract
  changeId?: string
}): Promise<Decided> {
  const { trx, changeId = randomUUID() } = order
  if (!trx) return db.transaction((own) => decide({ ...order, trx: own, changeId }))
  const contents = await contentPairs(trx, order.pairs, order.by)
  const written = await writeDecisions(trx, contents, { ...order, changeId })
  await rebuildSmallGroups(trx, order.pairs.flat())
  const entry = { what: 'decide' as const, who: order.by.id, change: changeId }
  await log(
    trx,
    written.map(([sha256, other]) => ({ ...entry, sha256, others: [other], result: order.verdict }))
  )
  return { changeId, count: written.length }
}

/** Asks about these pairs again. Answers how many decisions that were. */
export async function withdrawDecisions({ ids, by }: { ids: number[]; by: User }) {
  return db.transaction(async (trx) => {
    const rows = await trx.from('duplicate_decisions').whereIn('id', ids)
    const seen = await seenContents(trx, rows.flatMap(contentsOf), by)
    const mine = rows.filter((row) => contentsOf(row).every((sha256) => seen.has(sha256)))
    return withdraw(trx, mine, by)
  })
}

/** Takes back what one change decided, inside of its undo. */
export async function withdrawChange(trx: TransactionClientContract, changeId: string, by: User) {
  return withdraw(trx, await trx.from('duplicate_decisions').where('change_id', changeId), by)
}

/** "Later": this person is not shown a group again until something new is in it. */
export async function postpone({ assetIds, by }: { assetIds: number[]; by: User }) {
  await db.transaction(async (trx) => {
    const now = timestamp(trx)
    await trx.rawQuery(
      `INSERT INTO duplicate_postponements (user_id, sha256, created_at)
       SELECT DISTINCT CAST(? AS integer), sha256, ? FROM assets
       WHERE id IN (${assetIds.map(() => '?').join(', ')}) AND audience IN (0, ?)
       ON CONFLICT DO NOTHING`,
      [by.id, now, ...assetIds, by.id]
    )
  })
}

/** Shows this person again what they put off: these items, or everything. */
export async function takeUpAgain({ assetIds, by }: { assetIds?: number[]; by: User }) {
  const query = db.from('duplicate_postponements').where('user_id', by.id)
  if (assetIds) {
    query.whereIn('sha256', db.from('assets').whereIn('id', assetIds).select('sha256'))
  }
  return Number(await query.delete())
}

type ContentPair = [left: string, right: string]

async function contentPairs(trx: TransactionClientContract, pairs: Pair[], by: User) {
  const rows = await trx
    .from('assets')
    .whereIn('id', pairs.flat())
    .whereIn('audience', [0, by.id])
    .select('id', 'sha256')
  const contents = new Map(rows.map(({ id, sha256 }) => [id as number, sha256 as string]))
  if (pairs.flat().some((id) => !contents.has(id))) {
    throw new Refused('One of these items is gone or not yours to see. Nothing was decided.')
  }
  const sorted = pairs.map((pair) => pair.map((id) => contents.get(id)!).toSorted() as ContentPair)
  return [...new Map(sorted.map((pair) => [pair.join(), pair])).values()]
}

/** The latest word counts; what says the same already stays whose it is. */
async function writeDecisions(
  trx: TransactionClientContract,
  pairs: ContentPair[],
  { verdict, by, changeId }: { verdict: Verdict; by: User; changeId: string }
) {
  const now = timestamp(trx)
  const written: ContentPair[] = []
  for (const some of chunksOf(pairs)) {
    const found = await trx.rawQuery(
      `INSERT INTO duplicate_decisions
         (left_sha256, right_sha256, verdict, user_id, change_id, created_at)
       VALUES ${some.map(() => '(?, ?, ?, ?, ?, ?)').join(', ')}
       ON CONFLICT (left_sha256, right_sha256) DO UPDATE SET verdict = excluded.verdict,
         user_id = excluded.user_id, change_id = excluded.change_id, created_at = excluded.created_at
         WHERE duplicate_decisions.verdict <> excluded.verdict
       RETURNING left_sha256, right_sha256`,
      some.flatMap((pair) => [...pair, verdict, by.id, changeId, now])
    )
    written.push(...(found.rows ?? found).map(contentsOf))
  }
  return written
}

const contentsOf = (row: any): ContentPair => [row.left_sha256, row.right_sha256]

async function seenContents(trx: TransactionClientContract, contents: string[], by: User) {
  const rows = await trx
    .from('assets')
    .whereIn('sha256', contents)
    .whereIn('audience', [0, by.id])
    .select('sha256')
  return new Set(rows.map(({ sha256 }) => sha256 as string))
}

async function withdraw(trx: TransactionClientContract, rows: any[], by: User) {
  await trx
    .from('duplicate_decisions')
    .whereIn(
      'id',
      rows.map(({ id }) => id)
    )
    .delete()
  const holders = await trx.from('assets').whereIn('sha256', rows.flatMap(contentsOf)).select('id')
  await rebuildSmallGroups(
    trx,
    holders.map(({ id }) => id)
  )
  await log(
    trx,
    rows.map((row) => ({
      what: 'undo' as const,
      who: by.id,
      change: row.change_id,
      sha256: row.left_sha256,
      others: [row.right_sha256],
      result: `no longer ${row.verdict}`,
    }))
  )
  return rows.length
}
