import { setImmediate as pause } from 'node:timers/promises'
import db from '@adonisjs/lucid/services/db'
import { createSet } from '#duplicates/candidates'
import { libraryPictures, type LibraryPicture } from '#duplicates/fingerprints'
import { pdqBytes } from '#duplicates/hashing/pdq'
import type { Guard } from '#duplicates/pairs/comparing'
import { pictureIndex } from '#duplicates/pairs/index_of_pictures'
import { hasLittle, innersOf } from '#duplicates/pairs/judging'
import { judgePairs, writePairs, type IdPair } from '#duplicates/pairs/writing'
import { crops } from '#duplicates/hashing/parts'
import { lowContent, partDistance } from '#duplicates/presets'

/** Rows whose crops are looked through at a time: their hashes are 5 MB. */
const pageSize = 2_000

/**
 * Finds what is a crop of what, mirrored or turned, for at most `limit` pictures whose turn it is:
 * they among all pictures, and all crops among theirs, which are read once for the lot. Answers
 * how many pictures it was for.
 */
export async function compareCrops({
  limit = 2_000,
  guard,
}: { limit?: number; guard?: Guard } = {}) {
  const rows = await db
    .from('fingerprints')
    .whereRaw('NOT crops_compared')
    .whereNotNull('compared_order')
    .orderBy('compared_order')
    .limit(limit)
    .select('asset_id', 'compared_order')
  if (!rows.length) return 0
  const all = await libraryPictures(rows.map(({ asset_id: id }) => id))
  const pictures = all.filter((picture) => !hasLittle(picture))
  const candidates = [...(await seenFromThem(pictures)), ...(await cropsOfOthers(pictures))]
  const pairs = await judgePairs(candidates)
  return db.transaction(async (trx) => {
    await guard?.(trx)
    await writePairs(trx, pairs)
    for (const { asset_id: id, compared_order: order } of rows) {
      await trx
        .from('fingerprints')
        .where({ asset_id: id, compared_order: order })
        .update({ crops_compared: true })
    }
    return rows.length
  })
}

async function seenFromThem(pictures: LibraryPicture[]) {
  const index = await pictureIndex()
  const found: IdPair[] = []
  for (const picture of pictures) {
    for (const id of index.widerCandidatesOf(picture)) found.push([picture.assetId, id])
    await pause()
  }
  return found
}

async function cropsOfOthers(pictures: LibraryPicture[]) {
  const targets = pictures.flatMap(({ assetId, fingerprint }) =>
    [{ hash: fingerprint.pdq }, ...innersOf(fingerprint)].map(({ hash }) => ({ assetId, hash }))
  )
  const found: IdPair[] = []
  for await (const rows of pagesOfCrops()) {
    const set = createSet(Buffer.concat(rows.map((row) => row.crops)), pdqBytes)
    for (const { assetId, hash } of targets) {
      for (const { id } of set.near(hash, partDistance)) {
        found.push([assetId, rows[Math.floor(id / crops.length)].asset_id])
      }
    }
    await pause()
  }
  return found
}

async function* pagesOfCrops() {
  for (let after = 0; ;) {
    const rows: { asset_id: number; crops: Buffer }[] = await db
      .from('fingerprints')
      .where('asset_id', '>', after)
      .where('quality', '>', lowContent)
      .whereNotNull('compared_order')
      .orderBy('asset_id')
      .limit(pageSize)
      .select('asset_id', 'crops')
    if (!rows.length) return
    yield rows
    after = rows.at(-1)!.asset_id
  }
}
