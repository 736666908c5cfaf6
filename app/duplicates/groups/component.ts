import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { chunksOf } from '#duplicates/groups/chunks'
import type { MatchKind } from '#duplicates/pairs/judging'
import type { PresetName } from '#duplicates/presets'

export interface StoredPair {
  left_id: number
  right_id: number
  kind: MatchKind
  preset: PresetName
  distance: number
}

/**
 * All assets that hang together with these by pairs or by groups that are there now, whoever
 * sees them and trashed or not, with all pairs among them. Null where these are more than `most`.
 */
export async function connectedTo(trx: TransactionClientContract, ids: number[], most = Infinity) {
  const assets = new Set(ids)
  const pairs = new Map<string, StoredPair>()
  for (let fresh = ids; fresh.length;) {
    if (assets.size > most) return null
    const next = new Set<number>()
    for (const some of chunksOf(fresh)) {
      for (const pair of await pairsOf(trx, some)) {
        pairs.set(`${pair.left_id} ${pair.right_id}`, pair)
        next.add(pair.left_id).add(pair.right_id)
      }
      for (const id of await companionsOf(trx, some)) next.add(id)
    }
    fresh = [...next].filter((id) => !assets.has(id))
    for (const id of fresh) assets.add(id)
  }
  return { assets: [...assets], pairs: [...pairs.values()] }
}

const columns = ['left_id', 'right_id', 'kind', 'preset', 'distance']

async function pairsOf(trx: TransactionClientContract, ids: number[]): Promise<StoredPair[]> {
  const [lefts, rights] = [
    await trx.from('duplicate_pairs').whereIn('left_id', ids).select(columns),
    await trx.from('duplicate_pairs').whereIn('right_id', ids).select(columns),
  ]
  return [...lefts, ...rights]
}

/** Who is in a group with them now. */
async function companionsOf(trx: TransactionClientContract, ids: number[]): Promise<number[]> {
  const rows = await trx
    .from('duplicate_group_members as mine')
    .join('duplicate_group_members as theirs', 'theirs.group_id', 'mine.group_id')
    .whereIn('mine.asset_id', ids)
    .distinct('theirs.asset_id as id')
  return rows.map(({ id }) => id)
}

/** Those of these assets that are alike to any other. */
export async function withPairs(trx: TransactionClientContract, ids: number[]) {
  const found = new Set<number>()
  for (const some of chunksOf(ids)) {
    for (const side of ['left_id', 'right_id']) {
      const rows = await trx.from('duplicate_pairs').whereIn(side, some).distinct(`${side} as id`)
      for (const { id } of rows) found.add(id)
    }
  }
  return [...found]
}
