import logger from '@adonisjs/core/services/logger'
import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { lockImports } from '#library/importing/twins'
import Asset from '#library/models/asset'
import { FileStays } from '#trash/files'
import { moveBack, removePassing } from '#trash/moving_back'
import { moveIntoTrash } from '#trash/moving_in'
import { removeLeftovers } from '#trash/leftovers'
import { Overtaken, settle } from '#trash/rows'

/** What became of a file, in words for the person. */
export interface Moved {
  state: 'done' | 'skipped'
  message?: string
}

/**
 * Brings an asset's file to where its row says it belongs: into the trash, or
 * back. Until the row says that it is there, it is still where it was. May be
 * repeated after a crash at any step. Throws, with the reason in words, where
 * the file cannot follow; it is tried again hourly.
 */
export async function moveFile(assetId: number, attempt = 1): Promise<Moved> {
  try {
    const moved = await follow(assetId)
    await removeLeftovers(assetId)
    return moved
  } catch (error) {
    if (error instanceof Overtaken && attempt < 5) return moveFile(assetId, attempt + 1)
    const told = inWords(error as NodeJS.ErrnoException)
    await db.from('trash_moves').where('asset_id', assetId).update({ failure: told.message })
    throw told
  }
}

/** A full disk ends the whole run, which tells it by the code. */
function inWords(error: NodeJS.ErrnoException) {
  const { code } = error
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return Object.assign(new FileStays('The disk is full. The file stays where it is.'), { code })
  }
  if (!['EACCES', 'EPERM', 'EROFS'].includes(code ?? '')) return error
  return new FileStays(
    'Atelier may not write there: give its user the right to. The file stays where it is.',
    { cause: error }
  )
}

async function follow(assetId: number): Promise<Moved> {
  const asset = await Asset.find(assetId)
  if (asset?.deletedAt && !asset.trashPath) return moveIntoTrash(asset)
  if (asset?.trashPath && !asset.deletedAt) return moveBack(asset)
  await db.transaction((trx) => settleUnlessChanged(trx, assetId))
  return { state: 'skipped', message: 'Its file is where it belongs.' }
}

async function settleUnlessChanged(trx: TransactionClientContract, assetId: number) {
  await lockImports(trx)
  const asset = await Asset.find(assetId, { client: trx })
  if (!asset || !!asset.deletedAt !== !!asset.trashPath) return
  await removePassing(asset)
  await settle(trx, assetId)
}

/** The assets whose files have yet to follow, page by page: one person's that were never tried, or all. */
export async function* pendingMoves({ userId }: { userId?: number } = {}) {
  for (let after = 0; ;) {
    const query = db
      .from('trash_moves as t')
      .join('assets as a', 'a.id', 't.asset_id')
      .where('a.id', '>', after)
      .orderBy('a.id')
      .limit(500)
      .select('a.id', 'a.file_name as fileName', 'a.audience')
    if (userId) query.where('t.user_id', userId).whereNull('t.failure')
    const rows: { id: number; fileName: string; audience: number }[] = await query
    yield* rows
    if (!rows.length) return
    after = rows.at(-1)!.id
  }
}

/** What no run brought to its end: after a crash, or where a file could not follow the first time. */
export async function finishMoves() {
  for await (const { id } of pendingMoves()) {
    await moveFile(id).catch((error) => logger.warn({ err: error, asset: id }, 'A file stays'))
  }
  await removeLeftovers()
}
