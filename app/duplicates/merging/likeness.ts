import type { QueryClientContract } from '@adonisjs/lucid/types/database'
import { decisionsAmong } from '#duplicates/decisions/keys'
import type { Member } from '#duplicates/members'
import { presetNames, type PresetName } from '#duplicates/presets'
import { Refused } from '#duplicates/refusing'

/**
 * Throws Refused unless each of the others is, as it is now, alike to the keeper itself: nothing
 * goes because it resembles something that resembles what stays.
 */
export async function refuseUnlessAlike(
  trx: QueryClientContract,
  { keeper, others }: { keeper: Member; others: Member[] },
  preset: PresetName
) {
  const alike = await alikeAmong(trx, { keeper, others }, preset)
  const strange = others.filter((other) => !alike.includes(other))
  if (!strange.length) return
  const names = strange.map(({ fileName }) => `“${fileName}”`).join(', ')
  throw new Refused(
    `${names} ${strange.length === 1 ? 'is' : 'are'} not alike enough to “${keeper.fileName}”, or not compared yet. Nothing was changed.`
  )
}

/** Those of the others that are alike to an item, or have its very bytes, of which nobody said that they are different. */
export async function alikeAmong(
  from: QueryClientContract,
  { keeper, others }: { keeper: Member; others: Member[] },
  preset: PresetName
) {
  const alike = await alikeTo(from, keeper, preset)
  const isDifferent = await decisionsAmong(from, [keeper, ...others], 'different')
  return others.filter(
    (other) =>
      (alike.has(other.id) || other.sha256 === keeper.sha256) && !isDifferent(keeper, other)
  )
}

/** The ids of what is alike to an item: compared as both are now, within the preset. */
async function alikeTo(from: QueryClientContract, keeper: Member, preset: PresetName) {
  const rows = await from
    .from('duplicate_pairs as p')
    .joinRaw('JOIN assets a ON a.id = CASE p.left_id WHEN ? THEN p.right_id ELSE p.left_id END', [
      keeper.id,
    ])
    .join('fingerprints as theirs', (join) =>
      join.on('theirs.asset_id', 'a.id').andOn('theirs.sha256', 'a.sha256')
    )
    .join('fingerprints as ours', (join) =>
      join.onVal('ours.asset_id', keeper.id).andOnVal('ours.sha256', keeper.sha256)
    )
    .where((pair) => pair.where('p.left_id', keeper.id).orWhere('p.right_id', keeper.id))
    .whereIn('p.preset', presetNames.slice(0, presetNames.indexOf(preset) + 1))
    .select('a.id')
  return new Set(rows.map(({ id }) => id as number))
}
