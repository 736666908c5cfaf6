import { randomUUID } from 'node:crypto'
import { lstat, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { failpoint } from '#core/failpoints'
import { timestamp } from '#library/curation/changes'
import { sha256Of } from '#library/importing/placing'
import { syncPath } from '#library/importing/staging'
import { lockImports } from '#library/importing/twins'
import { look } from '#trash/files'
import type { FileOperation } from '#duplicates/files/operations'

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
    if (await isLeft(trx, operation)) {
      await rm(operation.from)
      await syncPath(dirname(operation.from))
    }
    await failpoint('move.after_unlink')
    await trx.from('duplicate_file_operations').where('id', operation.id).delete()
  })
}

/** The file that was moved and no other, used by no row, and another name of its bytes is there. */
async function isLeft(
  trx: TransactionClientContract,
  { from, to, sha256, place }: FileOperation
): Promise<boolean> {
  const found = await look(from)
  if (!found?.isFile || found.seen !== place!.seen) return false
  const here = { source_folder_id: place!.sourceFolderId, path: place!.path }
  for (const table of ['assets', 'asset_versions']) {
    if (await trx.from(table).where(here).first()) return false
  }
  if (await trx.from('file_operations').where('target_path', place!.path).first()) return false
  const [old, moved] = [await lstat(from), await lstat(to).catch(() => null)]
  if (!moved || (old.dev === moved.dev && old.ino === moved.ino)) return !!moved && old.nlink > 1
  return (await sha256Of(to)) === sha256
}
