import { randomUUID } from 'node:crypto'
import logger from '@adonisjs/core/services/logger'
import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { DateTime } from 'luxon'
import { timestamp, type Open } from '#library/curation/changes'
import { FileStays } from '#trash/files'
import { clearName } from '#duplicates/files/clearing'
import { linkFile, unlinkFile } from '#duplicates/files/linking'
import { moveFile } from '#duplicates/files/moving'
import { flushLog, log } from '#duplicates/log'

/** A file that is to be linked, made separate again, or moved: written down before it is touched, and kept for the undo. */
export interface FileOperation {
  id: string
  changeId: string
  verb: 'link' | 'unlink' | 'move' | 'clear'
  assetId: number
  userId: number
  /** Absolute paths. A link at `to` takes the bytes of `from`. */
  from: string
  to: string
  /** What the row will say, where the verb needs more than the paths. */
  place: Record<string, any> | null
  sha256: string
  size: number
}

/** Somebody else's recovery finished or dropped it meanwhile. */
export class Overtaken extends Error {}

/** Writes operations down in the transaction of what they belong to. */
export async function orderOperations(
  { trx, changeId, now }: Open,
  operations: Omit<FileOperation, 'id' | 'changeId'>[]
) {
  if (!operations.length) return
  await trx.table('duplicate_file_operations').multiInsert(
    operations.map(({ verb, assetId, userId, from, to, place, sha256, size }) => ({
      ...{ id: randomUUID(), change_id: changeId, verb, asset_id: assetId, user_id: userId },
      ...{ from_path: from, to_path: to, place: place && JSON.stringify(place), sha256, size },
      created_at: now,
    }))
  )
}

/** Does what was written down for a change and is not yet done. */
export async function performFileOperations(changeId: string) {
  const open = () =>
    db
      .from('duplicate_file_operations')
      .where('change_id', changeId)
      .whereNull('done_at')
      .orderBy('id')
  for (const row of await open().whereNot('verb', 'clear')) await perform(operationOf(row))
  for (const row of await open().where('verb', 'clear')) await perform(operationOf(row))
}

/** What the worker does at its start and hourly: files that a crash left on their way, and lines not yet logged. */
export async function recoverDuplicateWork(after = { minutes: 1 }) {
  const old = DateTime.now().minus(after)
  const query = db.from('duplicate_file_operations').whereNull('done_at').distinct('change_id')
  query.where('created_at', '<=', old.toFormat(db.connection().dialect.dateTimeFormat))
  for (const { change_id: changeId } of await query) await performFileOperations(changeId)
  await flushLog()
}

/** Ends an operation in the transaction that makes it visible. Throws Overtaken where somebody was faster. */
export async function closeOperation(
  trx: TransactionClientContract,
  operation: FileOperation,
  failure?: string
) {
  const { id, verb, assetId, userId, changeId, sha256, from, to } = operation
  const row = trx.from('duplicate_file_operations').where('id', id).whereNull('done_at')
  const closed = failure ? await row.delete() : await row.update({ done_at: timestamp(trx) })
  if (!Number(closed)) throw new Overtaken()
  const result = failure ? `not done: ${failure}` : 'done'
  const what = verb === 'unlink' ? ('undo' as const) : verb
  const entry = { what, who: userId, change: changeId, asset: assetId, sha256, from, to, result }
  await log(trx, [entry])
}

const verbs = { link: linkFile, unlink: unlinkFile, move: moveFile, clear: clearName }

/**
 * What cannot be done is said in the log and dropped: the item stays as it was. What may be
 * possible later, as on a full or a failing disk, is said there too, and waited for.
 */
async function perform(operation: FileOperation) {
  try {
    await verbs[operation.verb](operation)
  } catch (error) {
    if (error instanceof Overtaken) return
    logger.warn({ err: error, operation: operation.id }, 'A file of a duplicate stays as it is')
    await (isFinal(error) ? drop(operation, error) : noteWaiting(operation, error)).catch(
      (failure) => logger.warn({ err: failure, operation: operation.id }, 'and is not noted')
    )
  }
}

const final = ['EACCES', 'EPERM', 'EROFS', 'ENOENT', 'ENOTDIR', 'EISDIR', 'ELOOP', 'ENAMETOOLONG']

const isFinal = (error: any) => error instanceof FileStays || final.includes(error.code)

function drop(operation: FileOperation, { message }: any) {
  return db.transaction((trx) => closeOperation(trx, operation, message))
}

async function noteWaiting(
  { verb, userId, changeId, assetId, from, to }: FileOperation,
  error: any
) {
  const what = verb === 'unlink' ? ('undo' as const) : verb
  const entry = { what, who: userId, change: changeId, asset: assetId, from, to }
  await db.transaction((trx) => log(trx, [{ ...entry, result: `waits: ${error.message}` }]))
}

export const operationOf = (row: any): FileOperation => ({
  ...{ id: row.id, changeId: row.change_id, verb: row.verb, assetId: row.asset_id },
  ...{ userId: row.user_id, from: row.from_path, to: row.to_path },
  place: row.place && JSON.parse(row.place),
  sha256: row.sha256,
  size: Number(row.size),
})
