import { rm, rmdir, readdir } from 'node:fs/promises'
import { dirname, posix } from 'node:path'
import { DateTime } from 'luxon'
import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { failpoint } from '#core/failpoints'
import { trashPath } from '#core/paths'
import { lockImports } from '#library/importing/twins'
import { syncPath } from '#library/importing/staging'
import { liesWithin, locateOriginal } from '#library/originals'
import { look } from '#trash/files'
import { manifestName, noteGone } from '#trash/manifest'
import { dayOf } from '#trash/rows'
import { isUsed } from '#trash/uses'

/** Removes the names that moves and purges left behind, of one asset or all; a name that something uses stays. Throws the first error when all were tried. */
export async function removeLeftovers(assetId?: number): Promise<number> {
  let [failure, last, count]: [unknown, number, number] = [undefined, 0, 0]
  for (;;) {
    const query = db.from('trash_leftovers').where('id', '>', last).orderBy('id').limit(500)
    if (assetId) query.where('asset_id', assetId)
    const page = await query
    if (!page.length) break
    for (const row of page) await remove(row).catch((error) => (failure ??= error))
    last = page.at(-1).id
    count += page.length
  }
  if (failure) throw failure
  return count
}

/** Checked and removed while nobody else writes: an import or a restore in between finds it or finds it gone. */
async function remove(row: any) {
  const located =
    row.place === 'trash'
      ? { root: trashPath(), path: trashPath(row.path) }
      : await locateOriginal({ sourceFolderId: row.source_folder_id, path: row.path })
  await failpoint('trash.before_unlink')
  await db.transaction(async (trx) => {
    await lockImports(trx)
    if (located && (await isMeant(trx, row, located))) {
      if (row.place === 'trash') await noteLeaving(trx, row)
      await rm(located.path, { force: true })
      await syncPath(dirname(located.path))
    }
    await failpoint('trash.after_unlink')
    await trx.from('trash_leftovers').where('id', row.id).delete()
  })
  if (row.place === 'trash') await removeEmptyDay(posix.dirname(row.path))
}

/** A plain file below its folder, the very one that was moved or purged, and used by nothing else. */
async function isMeant(
  trx: TransactionClientContract,
  row: any,
  { root, path }: { root: string; path: string }
) {
  const found = await look(path)
  if (!found?.isFile || (row.seen && row.seen !== found.seen)) return false
  return (await liesWithin(root, path)) && !(await isUsed(trx, row, path))
}

async function noteLeaving(trx: TransactionClientContract, row: any) {
  const asset = await trx.from('assets').where('id', row.asset_id).first()
  await noteGone(asset ? 'restored' : 'purged', {
    assetId: row.asset_id,
    path: row.path,
    sha256: row.sha256,
  })
}

/** A former day's folder goes, with what its manifest says of people, when no file is left in it. */
async function removeEmptyDay(day: string) {
  if (day >= dayOf(DateTime.now())) return
  const names = await readdir(trashPath(day)).catch(() => [])
  if (names.some((name) => name !== manifestName)) return
  await rm(trashPath(day, manifestName), { force: true })
  await rmdir(trashPath(day)).catch(() => {})
}
