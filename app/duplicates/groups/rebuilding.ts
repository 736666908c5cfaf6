import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { failpoint } from '#core/failpoints'
import { decisionsAmong } from '#duplicates/decisions/keys'
import { groupLinks, type KindLink } from '#duplicates/grouping'
import { chunksOf } from '#duplicates/groups/chunks'
import { connectedTo, withPairs, type StoredPair } from '#duplicates/groups/component'
import { membersOf, type Member } from '#duplicates/groups/facts'
import { storedGroup, writeGroups, type StoredGroup } from '#duplicates/groups/storing'
import type { Guard } from '#duplicates/pairs/comparing'
import { presetNames, type PresetName } from '#duplicates/presets'

/**
 * Computes the groups anew that hang together with at most `limit` touched assets, and leaves all
 * others alone. Answers how many assets it took off the list.
 */
export async function rebuildTouched({
  limit = 200,
  guard,
}: { limit?: number; guard?: Guard } = {}) {
  return db.transaction(async (trx) => {
    await guard?.(trx)
    const touched = await trx.from('duplicate_touched').orderBy('asset_id').limit(limit)
    if (!touched.length) return 0
    await rebuildGroups(
      trx,
      touched.map(({ asset_id: id }) => id)
    )
    await failpoint('duplicates.before_groups')
    return touched.length
  })
}

/** So many hang together at most where somebody waits for their groups; the worker does more. */
const mostAtOnce = 500

/**
 * Brings the groups of these assets up to date in the transaction of what touched them, so that no
 * page shows what was just decided. Large ones stay touched, and the worker follows within a minute.
 */
export async function rebuildSmallGroups(trx: TransactionClientContract, assetIds: number[]) {
  const alike = await withPairs(trx, assetIds)
  if (alike.length) await rebuildGroups(trx, alike, mostAtOnce)
}

/** Computes the groups of these assets and of all that hang together with them, if `most` or fewer do. */
export async function rebuildGroups(
  trx: TransactionClientContract,
  assetIds: number[],
  most?: number
) {
  const connected = await connectedTo(trx, assetIds, most)
  if (!connected) return
  const { assets, pairs } = connected
  const members = await membersOf(trx, assets)
  const links = await undecided(trx, pairs, members)
  const audiences = new Set([0, ...[...members.values()].map(({ audience }) => audience)])
  const groups = [...audiences].flatMap((audience) =>
    presetNames.flatMap((preset) => groupsFor({ preset, audience }, links, members))
  )
  await writeGroups(trx, { assets, groups, members })
  for (const some of chunksOf(assets)) {
    await trx.from('duplicate_touched').whereIn('asset_id', some).delete()
  }
}

type Link = KindLink & { preset: PresetName }

/** What one audience sees by one preset. */
function groupsFor(
  { preset, audience }: { preset: PresetName; audience: number },
  links: Link[],
  members: Map<number, Member>
): StoredGroup[] {
  const sees = (id: number) => [0, audience].includes(members.get(id)!.audience)
  const widest = presetNames.indexOf(preset)
  const seen = links.filter(
    (link) => presetNames.indexOf(link.preset) <= widest && sees(link.first) && sees(link.second)
  )
  return groupLinks(seen, (id) => members.get(id)!).map((group) =>
    storedGroup(group, { preset, audience, members })
  )
}

/** Pairs of items that are there and about which nobody decided; a decision is about the contents. */
export async function undecided(
  trx: TransactionClientContract,
  pairs: StoredPair[],
  members: Map<number, Member>
): Promise<Link[]> {
  const isDecided = await decisionsAmong(trx, [...members.values()])
  return pairs.flatMap(({ left_id: first, right_id: second, ...pair }) => {
    const [one, other] = [members.get(first), members.get(second)]
    return one && other && !isDecided(one, other) ? [{ first, second, ...pair }] : []
  })
}
