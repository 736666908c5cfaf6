import { lstat } from 'node:fs/promises'
import db from '@adonisjs/lucid/services/db'
import type User from '#accounts/models/user'
import type { KeeperReason } from '#duplicates/keeper'
import { findMembers, isProtected, type Member } from '#duplicates/members'
import { alikeAmong } from '#duplicates/merging/likeness'
import type { PlanTerms } from '#duplicates/plans'
import { duplicateSettings } from '#duplicates/settings'
import { suggestAmong } from '#duplicates/suggesting'

/** An item as it was when the plan was made. */
export interface PlannedItem {
  id: number
  fileName: string
  sha256: string
  size: number
  modifiedAt: number
  /** Goes up with everything that is done to the item. */
  version: number
}

/** What a plan does with one group. */
export interface PlannedGroup {
  keeper: PlannedItem
  reason: KeeperReason
  /** Those that are merged into the keeper and then go the way the plan says. */
  others: PlannedItem[]
  /** Members that stay as they are: protected, locked, or alike to others of the group only. */
  staying: PlannedItem[]
  /** That are reclaimed. */
  bytes: number
}

/** Plans one group. Null where nothing is left to do in it. */
export async function planGroup(
  groupId: number,
  { rules, rest, preset }: PlanTerms,
  by: User
): Promise<PlannedGroup | null> {
  const rows = await db.from('duplicate_group_members as m').where('group_id', groupId)
  const members = await findMembers(
    rows.map((row) => row.asset_id),
    by
  )
  if (members.length < 2) return null
  const { protectedFolders } = await duplicateSettings()
  const judged = { members, standings: rows, rules, protectedFolders, by }
  const { keeper, reason } = suggestAmong(judged)
  const companions = members.filter((member) => member !== keeper)
  const alike = await alikeAmong(db.connection(), { keeper, others: companions }, preset)
  const [others, staying] = split(
    companions,
    (member) =>
      alike.includes(member) &&
      (rest === 'keep' || !(member.isLocked || isProtected(member, protectedFolders))) &&
      (keeper.audience === 0 || member.audience !== 0) &&
      (rest !== 'link' || isLinkable(member, keeper))
  )
  if (!others.length) return null
  const frees = rest === 'trash' || rest === 'link'
  return {
    ...{ keeper: planned(keeper), reason, others: others.map(planned) },
    staying: staying.map(planned),
    bytes: frees ? bytesOf(others.filter(({ isMovable }) => isMovable)) : 0,
  }
}

/** The names of a planned group's items that are no longer as they were: gone, hidden, or edited. */
export function changedRows({ keeper, others }: PlannedGroup, found: Member[]) {
  const now = new Map(found.map((member) => [member.id, JSON.stringify(planned(member))]))
  return namesOf([keeper, ...others].filter((item) => now.get(item.id) !== JSON.stringify(item)))
}

/** The names of those whose files, looked at on the disk, are no longer the ones that are known. */
export async function changedFiles({ keeper, others }: PlannedGroup, found: Member[]) {
  const members = found.filter(({ id }) => [keeper, ...others].some((item) => item.id === id))
  const same = await Promise.all(members.map(isFileAsKnown))
  return namesOf(members.filter((_, at) => !same[at]))
}

async function isFileAsKnown({ path, size, sourceFolderId, modifiedAt }: Member) {
  const file = await lstat(path).catch(() => null)
  if (file?.size !== size) return false
  return sourceFolderId === null || Math.floor(file.mtimeMs) === modifiedAt
}

const namesOf = (items: { fileName: string }[]) => items.map(({ fileName }) => fileName)

const bytesOf = (members: Member[]) => members.reduce((sum, { size }) => sum + size, 0)

const planned = ({ id, fileName, sha256, size, modifiedAt, version }: PlannedItem) => ({
  ...{ id, fileName, sha256, size, modifiedAt, version },
})

const isLinkable = (member: Member, keeper: Member) =>
  member.sha256 === keeper.sha256 &&
  member.sourceFolderId !== null &&
  member.sourceFolderId === keeper.sourceFolderId

function split<T>(values: T[], fits: (value: T) => boolean): [T[], T[]] {
  const { true: yes = [], false: no = [] } = Object.groupBy(values, (value) => `${fits(value)}`)
  return [yes, no]
}
