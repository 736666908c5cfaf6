import db from '@adonisjs/lucid/services/db'
import type User from '#accounts/models/user'
import { chunksOf } from '#duplicates/groups/chunks'
import { suggestKeeper, type KeeperReason, type KeeperRule } from '#duplicates/keeper'
import { candidateOf, findMembers, type Member } from '#duplicates/members'
import type { GroupRow } from '#duplicates/review_queue'
import { duplicateSettings } from '#duplicates/settings'

/** How an item stands in its group. */
export interface Standing {
  asset_id: number
  kind: string | null
  weak: boolean
}

/** The group that a list, a page or a plan is about, as this person judges it. */
interface Judged {
  members: Member[]
  standings: Standing[]
  rules: KeeperRule[]
  protectedFolders: string[]
  by: User
}

export interface Suggestion {
  keeperId: number
  keeperReason: KeeperReason
}

/** Of more members than these, the keeper is told when the group is opened. */
const mostJudged = 20

/** `suggestedKeepers` of a list, without the groups that are too large to be judged by the dozen. */
export function suggestedKeepersInList(
  groups: Pick<GroupRow, 'id' | 'memberCount'>[],
  options: { rules: KeeperRule[]; viewer: User }
) {
  const judged = groups.filter(({ memberCount }) => memberCount <= mostJudged)
  return suggestedKeepers(
    judged.map(({ id }) => id),
    options
  )
}

/**
 * Whom this person keeps of each of these groups, by their rules and marks, whatever the list is
 * sorted by. A group of which they see less than two members is left out.
 */
export async function suggestedKeepers(
  groupIds: number[],
  { rules, viewer: by }: { rules: KeeperRule[]; viewer: User }
): Promise<Map<number, Suggestion>> {
  const standings = await standingsIn(groupIds)
  const { protectedFolders } = await duplicateSettings()
  const found = await findMembers(
    standings.map(({ asset_id: id }) => id),
    by
  )
  const seen = new Map(found.map((member) => [member.id, member]))
  const suggestions = new Map<number, Suggestion>()
  for (const [groupId, each] of Map.groupBy(standings, ({ group_id: id }) => id)) {
    const members = each.flatMap(({ asset_id: id }) => seen.get(id) ?? [])
    if (members.length < 2) continue
    const judged = { members, standings: each, rules, protectedFolders, by }
    const { keeper, reason } = suggestAmong(judged)
    suggestions.set(groupId, { keeperId: keeper.id, keeperReason: reason })
  }
  return suggestions
}

/** The keeper of one group. Where any is alike to all of the others, it is one of those. */
export function suggestAmong({ members, standings, rules, protectedFolders, by }: Judged) {
  const samePixels = standings.every(({ kind }) => kind === null || exact.includes(kind))
  const weak = new Set(standings.filter((row) => row.weak).map((row) => row.asset_id))
  const firm = members.filter(({ id }) => !weak.has(id))
  const all = firm.length ? firm : members
  /** A private one cannot take in what everybody sees. */
  const open = all.filter(({ audience }) => audience === 0)
  const eligible = open.length ? open : all
  const candidates = eligible.map((member) => candidateOf(member, by, protectedFolders))
  const { keeper, reason } = suggestKeeper(candidates, { rules, samePixels })
  return { keeper: eligible[keeper], reason }
}

const exact = ['bytes', 'pixels']

async function standingsIn(groupIds: number[]) {
  const found: (Standing & { group_id: number })[] = []
  for (const some of chunksOf(groupIds)) {
    found.push(...(await db.from('duplicate_group_members').whereIn('group_id', some)))
  }
  return found
}
