import { seenAssets } from '#library/seeing'
import { randomUUID } from 'node:crypto'
import { DateTime } from 'luxon'
import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type User from '#accounts/models/user'
import type { Sql } from '#library/search/sql'

/** What an action did: the sentence for the toast, how many items really changed, and the handle for undo. */
export interface Change {
  changeId: string
  count: number
  text: string
}

/** What can be done to many assets at once. */
export const verbs = [
  'rate',
  'favorite',
  'tag',
  'untag',
  'collect',
  'uncollect',
  'set_visibility',
  'lock',
  'unlock',
] as const

export type AssetChange =
  | { verb: 'rate'; rating: number | null }
  | { verb: 'favorite'; favorite: boolean }
  | { verb: 'tag'; names: string[] }
  | { verb: 'untag'; names: string[] }
  | { verb: 'collect'; collectionId: number }
  | { verb: 'uncollect'; collectionId: number }
  | { verb: 'set_visibility'; visibility: 'everyone' | 'private' }
  | { verb: 'lock' | 'unlock' }

/** Who acts on what. `trx` and `changeId` join a larger action, as a page of a job run does. */
export interface Action {
  assetIds: number[]
  by: User
  trx?: TransactionClientContract
  changeId?: string
}

export interface Open {
  trx: TransactionClientContract
  changeId: string
  now: string
  /** Bindings of `ofThisChange`: only what this transaction records, not earlier pages of the same change. */
  key: [changeId: string, after: number]
}

/** SQL: the revisions recorded in this transaction. */
export const ofThisChange = 'change_id = ? AND id > ?'

/** Runs a verb in its own transaction, or in the one it was given. */
export async function inTransaction<T>(action: Partial<Action>, body: (open: Open) => Promise<T>) {
  const changeId = action.changeId ?? randomUUID()
  const run = async (trx: TransactionClientContract) => {
    const row = await trx.from('revisions').max('id as latest').firstOrFail()
    return body({ trx, changeId, now: timestamp(trx), key: [changeId, row.latest ?? 0] })
  }
  return action.trx ? run(action.trx) : db.transaction(run)
}

export function timestamp(client: { dialect: { dateTimeFormat: string } }) {
  return DateTime.now().toFormat(client.dialect.dateTimeFormat)
}

/** Runs a statement that reads nothing back and returns how many rows it wrote. */
export async function write(
  trx: TransactionClientContract,
  sql: string,
  bindings: (Sql['bindings'][number] | null)[]
): Promise<number> {
  /** Lucid's types know of no NULL. */
  const values = bindings as Sql['bindings']
  const found = await trx.rawQuery(`${sql} RETURNING 1 AS written`, values)
  return (Array.isArray(found) ? found : found.rows).length
}

/** `(?, ?, ?)` for a list of values. */
export const marksFor = (values: unknown[]) => `(${values.map(() => '?').join(', ')})`

/** Which assets of a list a verb may touch, as SQL on alias `a`: `may` is one of `#library/seeing`. */
export function among(assetIds: number[], may: Sql) {
  return {
    sql: `a.id IN ${marksFor(assetIds)} AND ${may.sql}`,
    bindings: [...assetIds, ...may.bindings],
  }
}

/** How many of the assets that the person sees a verb leaves as they are: locked, or not theirs to change. */
export async function countLeft({ trx }: Open, { assetIds, by }: Action, may: Sql) {
  if (!assetIds.length) return 0
  const seen = among(assetIds, seenAssets(by))
  const query = trx.from('assets as a').whereRaw(seen.sql, seen.bindings)
  query.whereRaw(`NOT (${may.sql})`, may.bindings)
  const row = await query.count('* as count').firstOrFail()
  return Number(row.count)
}

/** What is said of those; nothing of none. */
export function leftInWords(count: number) {
  if (!count) return ''
  return `. ${items(count)} stayed as ${count === 1 ? 'it is' : 'they are'}: locked, or not yours to change.`
}

/** Notes that a person edited what everyone sees of these assets. */
export function touch({ trx, now, key }: Open) {
  return trx.rawQuery(
    `UPDATE assets SET edited_at = ?, updated_at = ?
     WHERE id IN (SELECT asset_id FROM revisions WHERE ${ofThisChange})`,
    [now, now, ...key]
  )
}

export const items = (count: number) => (count === 1 ? '1 item' : `${count} items`)
