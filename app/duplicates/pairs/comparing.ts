import { setImmediate as pause } from 'node:timers/promises'
import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { failpoint } from '#core/failpoints'
import { libraryPictures, type LibraryPicture } from '#duplicates/fingerprints'
import { takePixelHashes } from '#duplicates/pairs/full_pixels'
import { pictureIndex, type PictureIndex } from '#duplicates/pairs/index_of_pictures'
import { hasLittle } from '#duplicates/pairs/judging'
import { judgePairs, writePairs, type IdPair } from '#duplicates/pairs/writing'
import { candidatePairs } from '#duplicates/matching'
import { presets } from '#duplicates/presets'

/** Called at the beginning of the transaction of every effect; throws where somebody else took over. */
export type Guard = (trx: TransactionClientContract) => Promise<unknown>

/**
 * Compares pictures that were not compared yet with all that were and with each other, at most
 * `limit`, and stores the pairs found. What costs more, crops and turned copies, comes in compareCrops. Answers how many were
 * compared; 0 means that none is left, or that another process does it.
 */
export async function compareNext({ limit = 500, guard }: { limit?: number; guard?: Guard } = {}) {
  const ids = await uncompared(limit)
  if (!ids.length) return 0
  const index = await pictureIndex()
  const pictures = await libraryPictures(ids)
  const candidates = [...(await equalOnes(pictures)), ...among(pictures)]
  for (const picture of pictures) {
    for (const id of hasLittle(picture) ? [] : index.candidatesOf(picture)) {
      candidates.push([picture.assetId, id])
    }
    await pause()
  }
  const pairs = await judgePairs(await takePixelHashes(candidates))
  await failpoint('duplicates.before_pairs')
  return db.transaction(async (trx) => {
    await guard?.(trx)
    if (!(await takeOrder(trx, index, pictures))) return 0
    await writePairs(trx, pairs)
    await failpoint('duplicates.before_commit')
    return pictures.length
  })
}

async function uncompared(limit: number): Promise<number[]> {
  const rows = await db
    .from('fingerprints')
    .whereNull('compared_order')
    .orderBy('asset_id')
    .limit(limit)
    .select('asset_id')
  return rows.map(({ asset_id: id }) => id)
}

/** Equal bytes and equal thumbnails, which pictures with little in them are known by alone. */
async function equalOnes(pictures: LibraryPicture[]): Promise<IdPair[]> {
  const ids = pictures.map(({ assetId }) => assetId)
  const equalBy = (column: 'sha256' | 'thumbnail_sha256') =>
    db
      .from('fingerprints as f')
      .join('fingerprints as g', (join) =>
        join.on(`g.${column}`, `f.${column}`).andOn('g.asset_id', '<>', 'f.asset_id')
      )
      .whereIn('f.asset_id', ids)
      .select('f.asset_id as one', 'g.asset_id as other')
  const rows = [...(await equalBy('sha256')), ...(await equalBy('thumbnail_sha256'))]
  return rows.map(({ one, other }) => [one, other])
}

/** New pictures with each other, as they stand or inside a border. */
function among(pictures: LibraryPicture[]): IdPair[] {
  const found = candidatePairs(pictures, { ...presets.loose, turned: false, crops: false })
  return Array.from(found, ([one, other]) => [pictures[one].assetId, pictures[other].assetId])
}

/** Gives the pictures their places after all that were compared before; false where others were compared meanwhile. */
async function takeOrder(
  trx: TransactionClientContract,
  index: PictureIndex,
  pictures: LibraryPicture[]
) {
  const [{ order }] = await trx.from('fingerprints').max('compared_order as order')
  if ((order ?? 0) !== index.order) return false
  for (const [at, { assetId, sha256 }] of pictures.entries()) {
    await trx
      .from('fingerprints')
      .where({ asset_id: assetId, sha256 })
      .update({ compared_order: index.order + at + 1, crops_compared: false })
  }
  return true
}
