import { isOpenTo, openAssets } from '#library/seeing'
import { randomUUID } from 'node:crypto'
import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type User from '#accounts/models/user'
import { timestamp } from '#library/curation/changes'
import { type Held, holdersOf, keysOf, type KeyPair, pairOf } from '#duplicates/decisions/keys'
import { type DecidedPair, noteReplaced, restoreReplaced } from '#duplicates/decisions/replaced'
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
 * wherever the same bytes lie or come back, and says nothing about any third picture. Of two
 * copies of the same bytes it is about these two.
 */
export async function decide(order: {
  pairs: Pair[]
  verdict: Verdict
  by: User
  trx?: TransactionClientContract
  changeId?: string
}): Promise<Decided> {
  const { trx, verdict, changeId = randomUUID() } = order
  if (!trx) return db.transaction((own) => decide({ ...order, trx: own, changeId }))
  const pairs = await keyedPairs(trx, order.pairs, order.by)
  await noteReplaced(trx, pairs, { ...order, changeId })
  const written = await writeDecisions(trx, pairs, { ...order, changeId })
  await rebuild(trx, order.pairs.flat())
  await logPairs(trx, written, { what: 'decide', who: order.by.id, change: changeId }, verdict)
  return { changeId, count: written.length }
}

/** Asks about these pairs again. Answers how many decisions that were. */
export async function withdrawDecisions({ ids, by }: { ids: number[]; by: User }) {
  return db.transaction(async (trx) => {
    const rows = await trx.from('duplicate_decisions').whereIn('id', ids)
    return withdraw(trx, await seenOf(trx, rows, by), by)
  })
}

/** Asks again about every pair among these items. Answers how many decisions that were. */
export async function withdrawAmong({ assetIds, by }: { assetIds: number[]; by: User }) {
  const open = openAssets(by, 'assets')
  const items = await db
    .from('assets')
    .whereIn('id', assetIds)
    .whereRaw(open.sql, open.bindings)
    .select('id', 'sha256')
  const keys = new Set(pairsOf(items).map(([one, other]) => keysOf(one, other).join()))
  const left = [...keys].map((key) => key.split(',')[0])
  const rows = await db.from('duplicate_decisions').whereIn('left_sha256', left)
  const ids = rows.filter((row) => keys.has(pairOf(row).join())).map(({ id }) => id)
  return withdrawDecisions({ ids, by })
}

const pairsOf = (items: Held[]) =>
  items.flatMap((one, at) => items.slice(at + 1).map((other) => [one, other] as const))

/** Takes back what one change decided of what this person sees: what was said before counts again. */
export async function undoDecisions({ changeId, by }: { changeId: string; by: User }) {
  return db.transaction(async (trx) => {
    const rows = await trx.from('duplicate_decisions').where('change_id', changeId)
    const seen = await seenOf(trx, rows, by)
    return seen.length === rows.length ? withdrawChange(trx, changeId, by) : 0
  })
}

/** The same inside of the undo of more. */
export async function withdrawChange(trx: TransactionClientContract, changeId: string, by: User) {
  const restored = await restoreReplaced(trx, changeId, by)
  await rebuildHolders(trx, restored)
  const entry = { what: 'undo' as const, who: by.id, change: changeId }
  await logPairs(trx, restored, entry, 'as before')
  const left = await trx.from('duplicate_decisions').where('change_id', changeId)
  return restored.length + (await withdraw(trx, left, by))
}

async function keyedPairs(
  trx: TransactionClientContract,
  pairs: Pair[],
  by: User
): Promise<DecidedPair[]> {
  const open = openAssets(by, 'assets')
  const rows = await trx
    .from('assets')
    .whereIn('id', pairs.flat())
    .whereRaw(open.sql, open.bindings)
    .select('id', 'sha256')
  const found = new Map(rows.map((row) => [row.id as number, row as DecidedPair['items'][0]]))
  if (pairs.flat().some((id) => !found.has(id))) {
    throw new Refused('One of these items is gone or not yours to see. Nothing was decided.')
  }
  const keyed = pairs.map(([one, other]): DecidedPair => {
    const items: DecidedPair['items'] = [found.get(one)!, found.get(other)!]
    return { items, keys: keysOf(...items) }
  })
  return [...new Map(keyed.map((pair) => [pair.keys.join(), pair])).values()]
}

/** The latest word counts; what says the same already stays whose it is. */
async function writeDecisions(
  trx: TransactionClientContract,
  pairs: DecidedPair[],
  { verdict, by, changeId }: { verdict: Verdict; by: User; changeId: string }
) {
  const now = timestamp(trx)
  const written: KeyPair[] = []
  for (const some of chunksOf(pairs)) {
    const found = await trx.rawQuery(
      `INSERT INTO duplicate_decisions
         (left_sha256, right_sha256, verdict, user_id, change_id, created_at)
       VALUES ${some.map(() => '(?, ?, ?, ?, ?, ?)').join(', ')}
       ON CONFLICT (left_sha256, right_sha256) DO UPDATE SET verdict = excluded.verdict,
         user_id = excluded.user_id, change_id = excluded.change_id, created_at = excluded.created_at
         WHERE duplicate_decisions.verdict <> excluded.verdict
       RETURNING left_sha256, right_sha256`,
      some.flatMap(({ keys }) => [...keys, verdict, by.id, changeId, now])
    )
    written.push(...(found.rows ?? found).map(pairOf))
  }
  return written
}

/** Those of which this person sees an item on either side. */
async function seenOf(trx: TransactionClientContract, rows: any[], by: User) {
  const holders = await holdersOf(trx, rows.flatMap(pairOf))
  const shown = holders.filter(({ audience }) => isOpenTo(by, audience))
  const seen = new Set(shown.map(({ key }) => key))
  return rows.filter((row) => pairOf(row).every((key) => seen.has(key)))
}

async function withdraw(trx: TransactionClientContract, rows: any[], by: User) {
  const ids = rows.map(({ id }) => id)
  await trx.from('duplicate_decisions').whereIn('id', ids).delete()
  await rebuildHolders(trx, rows.map(pairOf))
  for (const row of rows) {
    const entry = { what: 'undo' as const, who: by.id, change: row.change_id }
    await logPairs(trx, [pairOf(row)], entry, `no longer ${row.verdict}`)
  }
  return rows.length
}

async function rebuildHolders(trx: TransactionClientContract, pairs: KeyPair[]) {
  const holders = await holdersOf(trx, pairs.flat())
  await rebuild(
    trx,
    holders.map(({ id }) => id)
  )
}

/** What is too much to be done at once stays touched, for the worker; triggers know contents only. */
async function rebuild(trx: TransactionClientContract, assetIds: number[]) {
  for (const some of chunksOf([...new Set(assetIds)])) {
    const rows = some.map((id) => ({ asset_id: id }))
    await trx.knexQuery().table('duplicate_touched').insert(rows).onConflict().ignore()
  }
  await rebuildSmallGroups(trx, assetIds)
}

async function logPairs(
  trx: TransactionClientContract,
  pairs: KeyPair[],
  entry: { what: 'decide' | 'undo'; who: number; change: string },
  result: string
) {
  await log(
    trx,
    pairs.map(([sha256, other]) => ({ ...entry, sha256, others: [other], result }))
  )
}
