import { setImmediate as pause } from 'node:timers/promises'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { libraryPictures, type LibraryPicture } from '#duplicates/fingerprints'
import { hamming, judgeStrictly, type MatchKind } from '#duplicates/pairs/judging'
import type { PresetName } from '#duplicates/presets'

export type IdPair = [one: number, other: number]

/** A row of duplicate_pairs, with the contents it was found for. */
export interface FoundPair {
  left: LibraryPicture
  right: LibraryPicture
  kind: MatchKind
  preset: PresetName
  distance: number
  agreement: number | null
}

/** How many candidates are judged with their pictures in memory. */
const judgedAtOnce = 500

/** Those of the candidates, each once, that count as the same by any preset. */
export async function judgePairs(candidates: IdPair[]): Promise<FoundPair[]> {
  const once = [...uniquePairs(candidates).values()].sort((a, b) => a[0] - b[0])
  const found: FoundPair[] = []
  for (let start = 0; start < once.length; start += judgedAtOnce) {
    const some = once.slice(start, start + judgedAtOnce)
    const looked = await libraryPictures([...new Set(some.flat())])
    const pictures = new Map(looked.map((picture) => [picture.assetId, picture]))
    for (const pair of some) {
      const [left, right] = pair.map((id) => pictures.get(id))
      const verdict = left && right && judgeStrictly(left, right)
      if (verdict) found.push({ left, right, ...verdict })
    }
    await pause()
  }
  return found
}

export function uniquePairs(candidates: IdPair[]) {
  const pairs = new Map<string, IdPair>()
  for (const [one, other] of candidates) {
    if (one === other) continue
    const [left, right] = one < other ? [one, other] : [other, one]
    pairs.set(`${left} ${right}`, [left, right])
  }
  return pairs
}

const insert = `INSERT INTO duplicate_pairs
    (left_id, right_id, kind, preset, distance, phash_distance, dhash_distance, agreement)
  SELECT ?, ?, ?, ?, ?, ?, ?, ?
  WHERE (SELECT count(*) FROM fingerprints
    WHERE (asset_id = ? AND sha256 = ?) OR (asset_id = ? AND sha256 = ?)) = 2
  ON CONFLICT DO NOTHING`

/** Stores pairs of which both sides still have the content that was compared. */
export async function writePairs(trx: TransactionClientContract, pairs: FoundPair[]) {
  for (const { left, right, kind, preset, distance, agreement } of pairs) {
    await trx.rawQuery(insert, [
      ...[left.assetId, right.assetId, kind, preset, distance],
      hamming(left.fingerprint.pHash, right.fingerprint.pHash),
      hamming(left.fingerprint.dHash, right.fingerprint.dHash),
      agreement!,
      ...[left.assetId, left.sha256, right.assetId, right.sha256],
    ])
  }
}
