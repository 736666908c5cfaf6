import { hash } from 'node:crypto'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type { Group, GroupedMember } from '#duplicates/grouping'
import { chunksOf } from '#duplicates/groups/chunks'
import type { Member } from '#duplicates/groups/facts'
import type { PresetName } from '#duplicates/presets'
import { timestamp } from '#library/curation/changes'

/** A row of duplicate_groups and its members. */
export interface StoredGroup {
  row: {
    preset: PresetName
    audience: number
    members_sha256: string
    keeper_id: number
    keeper_reason: string
    kind: string
    distance: number
    score: number
    confidence: number
    member_count: number
    reclaimable_bytes: number
    worth: number
    across_folders: boolean
  }
  members: GroupedMember[]
}

interface Seen {
  preset: PresetName
  audience: number
  members: Map<number, Member>
}

/** A group as it is stored. Confidence: how alike its members are, times how many of their pairs are. */
export function storedGroup(group: Group, { preset, audience, members }: Seen): StoredGroup {
  const all = group.members.map(({ id }) => members.get(id)!)
  const farthest = group.members.reduce((one, other) =>
    one.kind === null || (other.kind !== null && other.distance > one.distance) ? other : one
  )
  const going = all.filter(({ id, frees }) => id !== group.keeper && frees)
  const bytes = going.reduce((sum, { size }) => sum + size, 0)
  const confidence = group.score * group.cohesion
  const row = {
    ...{ preset, audience, keeper_id: group.keeper, keeper_reason: group.reason },
    members_sha256: hash(
      'sha256',
      all
        .map(({ sha256 }) => sha256)
        .sort()
        .join()
    ),
    kind: farthest.kind!,
    distance: farthest.distance,
    score: group.score,
    confidence,
    member_count: all.length,
    reclaimable_bytes: bytes,
    worth: confidence * bytes,
    across_folders: new Set(all.map(({ folder }) => folder)).size > 1,
  }
  return { row, members: group.members }
}

/**
 * Puts these groups in the place of all that any of the assets is in. A group of the same
 * contents keeps its number, so that an open page still means it.
 */
export async function writeGroups(
  trx: TransactionClientContract,
  {
    assets,
    groups,
    members,
  }: { assets: number[]; groups: StoredGroup[]; members: Map<number, Member> }
) {
  const existing = await groupsOf(trx, assets)
  const kept = new Set<number>()
  for (const group of groups) {
    const id = existing.get(keyOf(group.row))
    if (id !== undefined) kept.add(id)
    await writeGroup(trx, group, id)
  }
  const gone = [...existing.values()].filter((id) => !kept.has(id))
  for (const some of chunksOf(gone)) await trx.from('duplicate_groups').whereIn('id', some).delete()
  await writeShadows(trx, assets, members)
}

type Key = Pick<StoredGroup['row'], 'preset' | 'audience' | 'members_sha256'>
const keyOf = ({ preset, audience, members_sha256: hashes }: Key) =>
  `${preset} ${audience} ${hashes}`

/** The numbers of all groups that one of the assets is in, by what makes them the same. */
async function groupsOf(trx: TransactionClientContract, assets: number[]) {
  const found = new Map<string, number>()
  for (const some of chunksOf(assets)) {
    const rows = await trx
      .from('duplicate_groups')
      .whereIn(
        'id',
        trx.from('duplicate_group_members').whereIn('asset_id', some).select('group_id')
      )
      .select('id', 'preset', 'audience', 'members_sha256')
    for (const row of rows) found.set(keyOf(row), row.id)
  }
  return found
}

async function writeGroup(
  trx: TransactionClientContract,
  { row, members }: StoredGroup,
  known: number | undefined
) {
  const id = known ?? (await insertGroup(trx, row))
  if (known !== undefined) {
    await trx.from('duplicate_groups').where('id', known).update(row)
    await trx.from('duplicate_group_members').where('group_id', known).delete()
  }
  const rows = members.map(({ id: assetId, distance, kind, weak }) => ({
    ...{ group_id: id, asset_id: assetId, distance, kind, weak },
  }))
  for (const some of chunksOf(rows, 100)) {
    await trx.table('duplicate_group_members').multiInsert(some)
  }
}

async function insertGroup(trx: TransactionClientContract, row: StoredGroup['row']) {
  const [inserted] = await trx
    .insertQuery()
    .table('duplicate_groups')
    .returning('id')
    .insert({ ...row, created_at: timestamp(trx) })
  return (inserted.id ?? inserted) as number
}

/** Where private items of somebody hang together with what everyone sees, they see their own groups instead. */
async function writeShadows(
  trx: TransactionClientContract,
  assets: number[],
  members: Map<number, Member>
) {
  const people = new Set([...members.values()].map(({ audience }) => audience))
  people.delete(0)
  for (const some of chunksOf(assets)) {
    const shown = trx
      .from('duplicate_group_members')
      .join('duplicate_groups', 'duplicate_groups.id', 'group_id')
      .where('audience', 0)
      .whereIn('asset_id', some)
    const rows = await shown.distinct('group_id as id')
    const ids = rows.map(({ id }) => id)
    await trx.from('duplicate_group_shadows').whereIn('group_id', ids).delete()
    const shadows = ids.flatMap((id) =>
      [...people].map((user) => ({ group_id: id, user_id: user }))
    )
    for (const few of chunksOf(shadows, 200)) {
      await trx.knexQuery().table('duplicate_group_shadows').insert(few).onConflict().ignore()
    }
  }
}
