import { randomUUID } from 'node:crypto'
import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import orders from '#config/orders'
import { beyondAnyWait } from '#studio/engine/waiting'
import OrderAttempt, { endedStages } from '#studio/models/order_attempt'

/** SQL has no empty list. */
const none = 0

/** Somebody else has the attempt by now, or it was cancelled: nothing of this may be written. */
export class Fenced extends Error {}

/** Attempts that are under way at a provider and due, made this worker's alone; `busy` are those it has. */
export async function takeUnderWay(limit: number, busy: number[]): Promise<OrderAttempt[]> {
  if (limit < 1) return []
  const { lease_owner: owner, lease_until: until } = newLease()
  const now = Date.now()
  const taken = await db.rawQuery(
    `UPDATE order_attempts SET lease_owner = ?, lease_until = ?
     WHERE id IN (SELECT id FROM order_attempts
       WHERE stage NOT IN (${endedStages.map((stage) => `'${stage}'`).join(', ')})
         AND stage <> 'waiting_slot' AND (due_at <= ? OR due_at > ?) AND lease_until <= ?
         AND id NOT IN (${[none, ...busy].map(() => '?').join(', ')})
       ORDER BY due_at, id LIMIT ?)
     RETURNING id`,
    [owner, until, now, now + beyondAnyWait, now, none, ...busy, limit]
  )
  const rows: { id: number }[] = taken.rows ?? taken
  return loadAttempts(rows.map(({ id }) => id))
}

/** What a step of these needs to know. */
export async function loadAttempts(ids: number[]): Promise<OrderAttempt[]> {
  if (!ids.length) return []
  return OrderAttempt.query()
    .whereIn('id', ids)
    .orderBy('due_at')
    .orderBy('id')
    .preload('credential')
    .preload('item', (item) => item.preload('order'))
}

/** Whoever writes these columns has the attempt until the lease ends; the owner is the fence. */
export function newLease() {
  return { lease_owner: randomUUID(), lease_until: Date.now() + orders.leaseTime }
}

/** Says that this worker is still at these. */
export async function keepLeases(attempts: OrderAttempt[]) {
  if (!attempts.length) return
  const owners = [...new Set(attempts.map(({ leaseOwner }) => leaseOwner!))]
  await db
    .from('order_attempts')
    .whereIn('lease_owner', owners)
    .update({ lease_until: Date.now() + orders.leaseTime })
}

/**
 * Writes to an attempt, if it still is this worker's. Throws Fenced where it is not. The
 * attempt in hand has what was written afterwards.
 */
export async function write<T>(
  attempt: OrderAttempt,
  work: (row: OrderAttempt, trx: TransactionClientContract) => Promise<T>
): Promise<T> {
  return db.transaction(async (trx) => {
    const row = await OrderAttempt.query({ client: trx })
      .where({ id: attempt.id, leaseOwner: attempt.leaseOwner })
      .preload('item', (item) => item.preload('order'))
      .forUpdate()
      .first()
    if (!row) throw new Fenced(`Attempt ${attempt.id} belongs to somebody else`)
    return work(row, trx)
  })
}

/** Changes an attempt and gives it back, to be looked at again when it is due. */
export function giveBack(attempt: OrderAttempt, changes: Partial<OrderAttempt>): Promise<unknown> {
  return write(attempt, (row) => row.merge({ ...changes, ...free }).save())
}

const free = { leaseOwner: null, leaseUntil: 0 }
