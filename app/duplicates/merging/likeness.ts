import type { QueryClientContract } from '@adonisjs/lucid/types/database'
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
  const alike = await alikeTo(trx, keeper, preset)
  const strange = others.filter(({ id, sha256 }) => sha256 !== keeper.sha256 && !alike.has(id))
  if (!strange.length) return
  const names = strange.map(({ fileName }) => `“${fileName}”`).join(', ')
  throw new Refused(
    `${names} ${strange.length === 1 ? 'is' : 'are'} not alike enough to “${keeper.fileName}”, or not compared yet. Nothing was changed.`
  )
}

/** The ids of what is alike to an item: compared as both are now, within the preset, and nobody said that they are different. */
export async function alikeTo(from: QueryClientContract, keeper: Member, preset: PresetName) {
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
    .whereNotExists((said) =>
      said
        .from('duplicate_decisions as d')
        .where('d.verdict', 'different')
        .whereRaw('(d.left_sha256, d.right_sha256) IN ((a.sha256, ?), (?, a.sha256))', [
          keeper.sha256,
          keeper.sha256,
        ])
    )
    .select('a.id')
  return new Set(rows.map(({ id }) => id as number))
}
