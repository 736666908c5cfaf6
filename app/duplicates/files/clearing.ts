import { createHash, randomUUID } from 'node:crypto'
import { constants } from 'node:fs'
import { type FileHandle, lstat, open, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { failpoint } from '#core/failpoints'
import { timestamp } from '#library/curation/changes'
import { syncPath } from '#library/importing/staging'
import { lockImports } from '#library/importing/twins'
import { FileStays, look, nameFile } from '#trash/files'
import type { FileOperation } from '#duplicates/files/operations'
import { isShared } from '#duplicates/files/sharing'

/** Writes down, in the transaction of a move, that the old name is to go. */
export async function leaveName(
  trx: TransactionClientContract,
  { assetId, changeId, userId, from, to, sha256, size }: FileOperation,
  left: { seen: string; sourceFolderId: number | null; path: string }
): Promise<void> {
  await trx.table('duplicate_file_operations').insert({
    ...{ id: randomUUID(), change_id: changeId, verb: 'clear', asset_id: assetId },
    ...{ user_id: userId, from_path: from, to_path: to, sha256, size },
    place: JSON.stringify(left),
    created_at: timestamp(trx),
  })
}

/** Removes the old name of a file that was moved, unless something else lies there or needs it. */
export async function clearName(operation: FileOperation) {
  await failpoint('move.before_unlink')
  await db.transaction(async (trx) => {
    await lockImports(trx)
    await takeBackAside(operation)
    if (await isLeft(trx, operation)) await remove(operation)
    await failpoint('move.after_unlink')
    await trx.from('duplicate_file_operations').where('id', operation.id).delete()
  })
}

/** The file that was moved and no other, used by no row under any name. */
async function isLeft(trx: TransactionClientContract, operation: FileOperation) {
  const found = await look(operation.from)
  if (!found?.isFile || found.seen !== operation.place!.seen) return false
  const { sourceFolderId, path } = operation.place!
  return !(await isShared(trx, operation, { sourceFolderId, path }))
}

/**
 * What looks like two names may be one, through a folder that is mounted twice. So the old name is
 * set aside first, and goes only if the file at the new one, open and read, still lies there.
 */
async function remove(operation: FileOperation) {
  const { from, to, sha256 } = operation
  const kept = await open(to, constants.O_RDONLY | constants.O_NOFOLLOW).catch(whereGone)
  if (!kept) return
  try {
    if ((await sha256OfOpen(kept)) !== sha256) return
    await rename(from, asideOf(operation))
    await failpoint('move.set_aside')
    const [held, found] = [await kept.stat(), await lstat(to).catch(whereGone)]
    const isThere = found?.dev === held.dev && found.ino === held.ino
    if (isThere) await rm(asideOf(operation))
    else await takeBackAside(operation)
    await syncPath(dirname(from))
  } finally {
    await kept.close()
  }
}

/** What a killed attempt, or one that found both names to be one, had set aside. */
async function takeBackAside(operation: FileOperation) {
  const aside = asideOf(operation)
  if (!(await look(aside))) return
  if (!(await nameFile(aside, operation.from))) throw new FileStays('Its old name is taken by now.')
  await rm(aside, { force: true })
}

const asideOf = ({ from, id }: FileOperation) => join(dirname(from), `.atelier-${id}-aside`)

async function sha256OfOpen(file: FileHandle) {
  const sha256 = createHash('sha256')
  for await (const part of file.createReadStream({ autoClose: false })) sha256.update(part)
  return sha256.digest('hex')
}

function whereGone(error: NodeJS.ErrnoException) {
  if (['ENOENT', 'ENOTDIR', 'ELOOP'].includes(error.code ?? '')) return null
  throw error
}
