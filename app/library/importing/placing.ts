import { createHash, randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { link, mkdir, rename, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { DateTime } from 'luxon'
import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { failpoint } from '#core/failpoints'
import { originalsPath } from '#core/paths'
import { copyWhole, linkOrCopy, noLinks } from '#library/importing/linking'
import { syncPath } from '#library/importing/staging'
import { lockImports } from '#library/importing/twins'

/** A file that is being moved from staging to its place, as written in the journal. */
export interface Operation {
  id: string
  stagedPath: string
  /** Below the originals folder. */
  targetPath: string
  sha256: string
  size: number
}

/** Somebody's recovery undid this operation before it was finished: start again from staging. */
class Undone extends Error {}

/** Where an original of this content lies below the originals folder. */
export function placeOf(sha256: string, extension: string) {
  return `${sha256.slice(0, 2)}/${sha256.slice(2, 4)}/${sha256}.${extension}`
}

/**
 * Places a file and lets `write` record it in a transaction that ends with
 * `closeOperation`; begins again where a recovery undid the operation meanwhile.
 */
export async function withPlaced<T>(
  verb: 'place' | 'replace',
  file: Omit<Operation, 'id'>,
  write: (operation: Operation) => Promise<T>
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    const operation = await place(verb, file)
    try {
      return await write(operation)
    } catch (error) {
      if (!(error instanceof Undone) || attempt === 5) throw error
    }
  }
}

/**
 * Writes the intent into the journal and gives the staged file its place among
 * the originals, never replacing anything. Both names exist afterwards.
 */
async function place(verb: 'place' | 'replace', file: Omit<Operation, 'id'>): Promise<Operation> {
  const operation = { id: randomUUID(), ...file }
  await db.table('file_operations').insert({
    id: operation.id,
    verb,
    staged_path: file.stagedPath,
    target_path: file.targetPath,
    sha256: file.sha256,
    size: file.size,
    created_at: DateTime.now().toFormat(db.connection().dialect.dateTimeFormat),
  })
  await failpoint('import.after_intent')
  await linkIntoPlace(operation)
  return operation
}

/** Ends an operation inside the transaction that makes it visible. Throws Undone when recovery was faster. */
export async function closeOperation(trx: TransactionClientContract, operation: Operation) {
  const closed = await trx.from('file_operations').where('id', operation.id).delete()
  if (!Number(closed)) throw new Undone('The operation was undone by a recovery')
}

/**
 * Takes back what a crash left between intent and commit: the file goes back
 * to staging, where the next attempt or the sweep finds it. Safe beside
 * running imports, which notice in their own transaction and begin again.
 * Returns how many operations were open.
 */
export async function recoverFileOperations(): Promise<number> {
  const open = await db.from('file_operations').select('id')
  for (const { id } of open) await db.transaction((trx) => undo(trx, id))
  return open.length
}

async function undo(trx: TransactionClientContract, id: string) {
  await lockImports(trx)
  const row = await trx.from('file_operations').where('id', id).first()
  if (!row) return
  await trx.from('file_operations').where('id', id).delete()
  await unplace(trx, { id, stagedPath: row.staged_path, targetPath: row.target_path })
}

/** Takes a file back to staging from a place that no row speaks of. Removes no bytes that are not there. */
export async function unplace(
  trx: TransactionClientContract,
  { id, stagedPath, targetPath }: Pick<Operation, 'id' | 'stagedPath' | 'targetPath'>
) {
  const target = originalsPath(targetPath)
  await rm(halfCopy(target, id), { force: true })
  if (await isWanted(trx, targetPath)) return
  await link(target, stagedPath).catch(ignore('EEXIST', 'ENOENT', ...noLinks))
  if (!(await stat(stagedPath).catch(() => null))) return
  await syncPath(dirname(stagedPath))
  await rm(target, { force: true })
}

async function isWanted(trx: TransactionClientContract, path: string) {
  const places = [
    trx.from('assets').whereNull('source_folder_id').whereNull('trash_path').where('path', path),
    trx.from('asset_versions').whereNull('source_folder_id').where('path', path),
    trx.from('file_operations').where('target_path', path),
  ]
  for (const rows of places) if (await rows.first()) return true
  return false
}

async function linkIntoPlace(operation: Operation) {
  const target = originalsPath(operation.targetPath)
  await mkdir(dirname(target), { recursive: true })
  try {
    await link(operation.stagedPath, target)
  } catch (error) {
    await placeOtherwise(operation, target, (error as NodeJS.ErrnoException).code)
  }
  await failpoint('import.after_link')
  await syncPath(dirname(target))
  await syncPath(dirname(dirname(target)))
  await syncPath(originalsPath())
  await failpoint('import.after_dir_fsync')
}

async function placeOtherwise(operation: Operation, target: string, code?: string) {
  if (code === 'EEXIST') return acceptExisting(operation, target)
  if (!noLinks.includes(code ?? '')) {
    throw Object.assign(new Error(`The file could not be placed (${code})`), { code })
  }
  await copyIntoPlace(operation, target)
}

/**
 * The name says what is in it: the same content is as good as ours. Anything else gets a second name
 * and then gives the first one up to ours in a single step, so that something lies there at any moment.
 */
async function acceptExisting(operation: Operation, target: string) {
  if ((await sha256Of(target)) === operation.sha256) return
  await linkOrCopy(target, `${target}.damaged-${operation.id}`)
  const half = halfCopy(target, operation.id)
  await rm(half, { force: true })
  await linkOrCopy(operation.stagedPath, half)
  await syncPath(dirname(target))
  await failpoint('import.before_exchange')
  await rename(half, target)
}

/** Where the filesystem has no hard links or staging lies elsewhere: copy, sync, read back, then name. */
async function copyIntoPlace(operation: Operation, target: string) {
  const half = halfCopy(target, operation.id)
  await copyWhole(operation.stagedPath, half)
  if ((await sha256Of(half)) !== operation.sha256)
    throw new Error('The copy differs from its source')
  try {
    await linkOrCopy(half, target)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    await acceptExisting(operation, target)
  }
  await rm(half, { force: true })
}

const halfCopy = (target: string, id: string) => `${dirname(target)}/.tmp-${id}`

export async function sha256Of(path: string) {
  const sha256 = createHash('sha256')
  await pipeline(createReadStream(path), sha256)
  return sha256.digest('hex')
}

const ignore =
  (...codes: string[]) =>
  (error: NodeJS.ErrnoException) => {
    if (!codes.includes(error.code ?? '')) throw error
  }
